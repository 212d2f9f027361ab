"""The bytes of a file, and what can go wrong on their way."""

from http.client import RemoteDisconnected

import pytest
from slack_sdk import WebClient

from tests.sandbox.slack.conftest import Control, posted


def new_url(client: WebClient) -> str:
    return str(client.files_getUploadURLExternal(filename="a.csv", length=3)["upload_url"])


@pytest.mark.parametrize(
    ("fault", "status"), [({"status": 503}, 503), ({"error": "ratelimited", "retry_after": 2}, 429)]
)
def test_an_upload_fails_as_planned_and_takes_nothing(
    client: WebClient, control: Control, fault: dict[str, object], status: int
) -> None:
    url = new_url(client)
    control.post("faults", api={"upload": fault | {"times": 1}})
    assert posted(url, "1,2")[0] == status
    assert posted(url, "1,2") == (200, "OK - 3")


def test_an_upload_whose_reply_is_lost_has_taken_the_bytes(client: WebClient, control: Control) -> None:
    url = new_url(client)
    control.post("faults", api={"upload": {"lost_reply": True, "times": 1}})
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        posted(url, "1,2")
    assert posted(url, "1,2")[0] == 404
