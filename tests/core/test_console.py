import pytest

from core.console import finding_url, instance_url

ARN = "arn:aws:inspector2:us-west-2:123456789012:finding/0123"


@pytest.mark.parametrize(
    ("region", "home"),
    [
        ("us-west-2", "https://us-west-2.console.aws.amazon.com/ec2/home?region=us-west-2"),
        ("us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com/ec2/home?region=us-gov-west-1"),
        ("cn-north-1", "https://cn-north-1.console.amazonaws.cn/ec2/home?region=cn-north-1"),
    ],
)
def test_each_partition_has_its_own_console(region: str, home: str) -> None:
    assert instance_url("i-1", region) == f"{home}#InstanceDetails:instanceId=i-1"


def test_a_finding_is_named_by_its_whole_arn() -> None:
    assert finding_url(ARN, "us-west-2") == (
        "https://us-west-2.console.aws.amazon.com/inspector/v2/home?region=us-west-2"
        "#/findings/details/arn%3Aaws%3Ainspector2%3Aus-west-2%3A123456789012%3Afinding%2F0123"
    )


def test_hostile_text_stays_inside_its_place() -> None:
    assert instance_url("i-1|x> <https://evil", "us-west-2").endswith("instanceId=i-1%7Cx%3E%20%3Chttps%3A%2F%2Fevil")
