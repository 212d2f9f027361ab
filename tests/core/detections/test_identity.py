import pytest

from core.detections.identity import identity_of, is_outside
from tests.core.detections.examples import event, session


def test_a_session_is_named_with_its_role() -> None:
    who = identity_of(event("s3:GetObject", userIdentity=session("deploy", "run-7")))
    assert (who.actor, who.role, who.session) == ("deploy/run-7", "deploy", "run-7")


def test_a_machine_is_known_by_its_session() -> None:
    assert identity_of(event("s3:GetObject", userIdentity=session("web", "i-0123456789abcdef0"))).instance
    assert not identity_of(event("s3:GetObject", userIdentity=session("web", "i-am-ada@example.org"))).instance


def test_service_linked_roles_are_aws_itself() -> None:
    assert identity_of(
        event("ec2:RunInstances", userIdentity=session("AWSServiceRoleForAutoScaling", "AutoScaling"))
    ).service


def test_an_identity_that_is_missing_or_odd_is_unknown() -> None:
    odd: tuple[object, ...] = (None, [], "x", {"type": 3, "arn": None, "sessionContext": []})
    for who in odd:
        assert identity_of({"userIdentity": who}).actor == "unknown"


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("198.51.100.7", True),
        ("2001:db8::1", True),
        ("10.1.2.3", False),
        ("172.20.0.1", False),
        ("fd00::1", False),
        ("ec2.amazonaws.com", False),
        ("AWS Internal", False),
        ("", False),
    ],
)
def test_outside_is_an_address_that_is_not_private(address: str, *, outside: bool) -> None:
    assert is_outside(address) is outside
