import pytest

from services.aws.call import Call, caller_of

A = "123456789012"


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        (f"arn:aws:sts::{A}:assumed-role/sre-read/i-0123", "the role sre-read"),
        (f"arn:aws-us-gov:iam::{A}:role/team/path/sre-read", "the role sre-read"),
        (f"arn:aws:iam::{A}:user/people/bob", "the user bob"),
        (f"arn:aws:sts::{A}:federated-user/bob", "the user bob"),
        (f"arn:aws:iam::{A}:root", "the root user"),
        ("", "the caller"),
        ("nonsense", "the caller"),
    ],
)
def test_a_caller_is_named_as_people_name_it(arn: str, name: str) -> None:
    assert str(caller_of(arn)) == name


@pytest.mark.parametrize(
    ("service", "action"),
    [("inspector2", "inspector2:Ask"), ("elbv2", "elasticloadbalancing:Ask"), ("stepfunctions", "states:Ask")],
)
def test_a_permission_has_its_name_in_iam(service: str, action: str) -> None:
    assert Call(service, "Ask", "us-west-2").action == action


def test_a_place_has_its_account_once_that_is_known() -> None:
    assert Call("ec2", "Ask", "us-west-2").place == "us-west-2"
    assert Call("ec2", "Ask", "us-west-2", A).place == f"account {A}, us-west-2"
