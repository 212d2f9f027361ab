"""Events as answers show them."""

import pytest

from core.security.trail_event import kind_of_record, listed, whole
from tests.core.security.samples import record


@pytest.mark.parametrize(
    ("source", "name", "more", "kind"),
    [
        ("signin", "ConsoleLogin", {}, "login"),
        ("ssm", "StartSession", {}, "login"),
        ("iam", "AttachUserPolicy", {}, "privilege_escalation"),
        ("ec2", "AuthorizeSecurityGroupIngress", {}, "config_changes"),
        ("ec2", "DescribeInstances", {"readOnly": True}, "discovery"),
        ("sts", "AssumeRole", {"userIdentity": {"type": "AWSService", "invokedBy": "ec2.amazonaws.com"}}, "execution"),
    ],
)
def test_the_kind_of_an_event_is_told_by_what_it_does(
    source: str, name: str, more: dict[str, object], kind: str
) -> None:
    assert kind_of_record({**record(1, name, source), **more}) == kind


def test_a_line_names_who_from_where_and_about_what() -> None:
    line = listed(record(1, "RevokeKey", requestParameters={"groupId": "sg-1", "userName": "rita"}, errorCode="Denied"))
    assert (line.actor, line.source_ip, line.error) == ("mallory", "198.51.100.7", "Denied")
    assert set(line.resources) == {"sg-1", "rita"}
    assert line.record == {}


def test_the_whole_record_has_its_secrets_masked() -> None:
    secret = "Tr0ub4dor-and-3-horses"
    shown = whole(record(1, requestParameters={"masterUserPassword": secret, "groupId": "sg-1"}))
    assert secret not in str(shown.record)
    assert shown.record["requestParameters"]["groupId"] == "sg-1"


@pytest.mark.parametrize("odd", [{}, {"eventName": 7, "userIdentity": None, "eventTime": "redacted"}, {"resources": 3}])
def test_an_event_of_any_shape_is_shown(odd: dict[str, object]) -> None:
    assert whole(odd).name
