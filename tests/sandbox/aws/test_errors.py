import pytest

from sandbox.aws.call import service_model
from sandbox.aws.errors import AwsError, injected, native, status_of


@pytest.mark.parametrize(
    ("protocol", "code"),
    [
        ("ec2", "RequestLimitExceeded"),
        ("query", "Throttling"),
        ("rest-xml", "SlowDown"),
        ("json", "ThrottlingException"),
    ],
)
def test_throttling_has_the_name_of_its_protocol(protocol: str, code: str) -> None:
    assert native(AwsError("ThrottlingException", "Rate exceeded"), protocol).code == code


def test_a_code_of_ones_own_stays_as_it_is() -> None:
    assert native(AwsError("IncorrectInstanceState", "stopped"), "ec2").code == "IncorrectInstanceState"


def test_a_denied_call_names_its_action() -> None:
    assert "ec2:StopInstances" in injected("AccessDeniedException", "", "ec2:StopInstances").message
    assert injected("AccessDeniedException", "no", "ec2:StopInstances").message == "no"


def test_the_model_decides_the_status() -> None:
    assert status_of("ThrottlingException", service_model("inspector2"), "rest-json") == 429
    assert status_of("AccessDeniedException", service_model("ssm"), "json") == 400
    assert status_of("InternalError", None, "rest-xml") == 500
    assert status_of("Whatever", None, "query") == 400
