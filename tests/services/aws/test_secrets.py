"""Settings kept in AWS Secrets Manager."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from core.errors import AssistantError, BadRequest
from services.aws.secrets import secret_settings


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "fake")
    with mock_aws():
        yield


def keep(text: str) -> None:
    boto3.client("secretsmanager", region_name="us-west-2").create_secret(Name="sre", SecretString=text)


def test_names_come_in_lower_case() -> None:
    keep('{"SLACK_BOT_TOKEN": "xoxb-fake", "log_level": "DEBUG"}')
    assert secret_settings("sre", "us-west-2") == {"slack_bot_token": "xoxb-fake", "log_level": "DEBUG"}


def test_a_secret_that_is_no_object_is_refused_with_an_example() -> None:
    keep("just-a-word")
    with pytest.raises(BadRequest, match="is not a JSON object"):
        secret_settings("sre", "us-west-2")


def test_a_secret_that_does_not_exist_is_said_in_a_sentence() -> None:
    with pytest.raises(AssistantError, match="GetSecretValue"):
        secret_settings("absent", "us-west-2")
