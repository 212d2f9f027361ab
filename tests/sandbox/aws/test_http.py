import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from tests.sandbox.aws.clients import Boto, Clients, Control, Faults

TAGGED = "i-0a554b5583dd70864"


@pytest.fixture(autouse=True)
def _untagged(client: Clients) -> Iterator[None]:
    yield
    client("ec2").delete_tags(Resources=[TAGGED], Tags=[{"Key": "Lost"}])


def tag(client: Clients, value: str, attempts: int = 1) -> None:
    client("ec2", attempts=attempts).create_tags(Resources=[TAGGED], Tags=[{"Key": "Lost", "Value": value}])


def tag_value(client: Clients) -> str:
    named = [{"Name": "resource-id", "Values": [TAGGED]}, {"Name": "key", "Values": ["Lost"]}]
    rows = client("ec2").describe_tags(Filters=named)["Tags"]
    return str(rows[0]["Value"]) if rows else ""


def effects(control: Control) -> int:
    return int(control("GET", "log")["effects"].get("ec2:CreateTags", 0))


def test_a_connection_stays_open_for_the_next_call(aws_url: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(aws_url).netloc)
    for _ in range(2):
        connection.request("GET", "/control/faults")
        answer = connection.getresponse()
        answer.read()
        held = connection.sock
        assert held is not None
    assert answer.getheader("Connection") is None
    connection.close()


def test_a_lost_reply_leaves_its_effect_and_a_closed_connection(
    client: Clients, faults: Faults, control: Control
) -> None:
    before = effects(control)
    faults({"ec2:CreateTags": {"lost_reply": True, "times": 1}})
    with pytest.raises(ConnectionClosedError):
        tag(client, "closed")
    assert tag_value(client) == "closed"
    assert effects(control) == before + 1
    lost = control("GET", "log?operation=ec2:CreateTags")["calls"][-1]
    assert (lost["status"], lost["error"]) == (0, "closed")


def test_a_lost_reply_can_be_an_error(client: Clients, faults: Faults, control: Control) -> None:
    before = effects(control)
    faults({"ec2:CreateTags": {"lost_reply": True, "error": "InternalServerException", "times": 1}})
    with pytest.raises(ClientError, match="InternalError"):
        tag(client, "failed")
    assert tag_value(client) == "failed"
    assert effects(control) == before + 1


def test_a_retry_after_a_lost_reply_takes_effect_twice(client: Clients, faults: Faults, control: Control) -> None:
    before = effects(control)
    faults({"ec2:CreateTags": {"lost_reply": True, "times": 1}})
    tag(client, "twice", attempts=2)
    assert effects(control) == before + 2


def test_a_reset_connection_has_no_effect(client: Clients, faults: Faults, control: Control) -> None:
    before, count = effects(control), control("GET", "log")["counts"].get("ec2:CreateTags", 0)
    faults({"ec2:CreateTags": {"reset": True, "times": 1}})
    with pytest.raises(ConnectionClosedError, match="closed"):
        tag(client, "reset")
    assert tag_value(client) != "reset"
    assert effects(control) == before
    assert control("GET", "log")["counts"]["ec2:CreateTags"] == count + 1


def test_half_of_the_calls_can_be_throttled(inspector: Boto, faults: Faults) -> None:
    faults({"inspector2:GetConfiguration": {"error": "ThrottlingException", "every": 2}})
    for _ in range(3):
        inspector.get_configuration()
        with pytest.raises(ClientError, match="ThrottlingException"):
            inspector.get_configuration()
