"""The control API: what it shows, its log, its live stream and its plan of faults."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection

from slack_sdk import WebClient

from sandbox.slack.seed import AARON, GUEST, PARTNER, RANDOM, RITA, SECRET, SRE_OPS, STRANGER
from sandbox.slack.server import Running
from tests.sandbox.slack.conftest import Control


def test_each_user_sees_their_own_workspace(control: Control) -> None:
    def visible(user: str) -> set[str]:
        return {channel["id"] for channel in control.get(f"workspace?as={user}")["channels"]}

    assert visible(RITA) >= {SRE_OPS, RANDOM, SECRET, PARTNER, "D0REQUEST1"}
    assert visible(GUEST) == {SRE_OPS, "D0GUEST001"}
    assert visible(STRANGER) == {PARTNER, "D0STRANGE1"}


def test_the_workspace_names_the_app_its_commands_and_its_bot(control: Control) -> None:
    shown = control.get(f"workspace?as={RITA}")
    assert [c["command"] for c in shown["app"]["commands"]] == ["/plain", "/escaped"]
    assert shown["bot"] == {"user_id": "U0BOT00001", "name": "test-bot", "connections": 0}


def test_unread_messages_are_counted_until_they_are_read(client: WebClient, control: Control) -> None:
    def unread() -> int:
        channels = control.get(f"workspace?as={RITA}")["channels"]
        return sum(channel["unread"] for channel in channels if channel["id"] == SRE_OPS)

    client.chat_postMessage(channel=SRE_OPS, text="x")
    assert unread() == 1
    control.messages(RITA, SRE_OPS)
    assert unread() == 0


def test_what_cannot_be_is_refused_with_a_reason(control: Control) -> None:
    assert control.get("workspace?as=U0NOBODY99")["error"] == "impossible"
    assert "sees no channel" in control.get(f"messages?as={GUEST}&channel={SECRET}")["detail"]
    assert control.post("faults", weather="rain")["ok"] is False
    assert control.post("disconnect", reason="boredom")["ok"] is False


def test_a_reader_of_the_log_can_wait_for_the_next_entry(slack: Running, client: WebClient, control: Control) -> None:
    before = slack.sandbox.log.last
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(control.get, f"log?after={before}&wait=5")
        client.auth_test()
        assert [entry["method"] for entry in waiting.result(5)["entries"]] == ["auth.test"]


def test_a_page_hears_what_its_user_may_see(slack: Running, client: WebClient) -> None:
    with closing(HTTPConnection(slack.url.removeprefix("http://"), timeout=5)) as connection:
        connection.request("GET", f"/control/events?as={AARON}")
        stream = connection.getresponse()
        assert stream.readline() == b": listening\n"
        client.chat_postEphemeral(channel=SRE_OPS, user=RITA, text="not for Aaron")
        ts = client.chat_postMessage(channel=SRE_OPS, text="for all")["ts"]
        lines = [stream.readline() for _ in range(3)]
        assert lines[1] == b"event: change\n"
        assert json.loads(lines[2].removeprefix(b"data: ")) == {"kind": "message", "channel": SRE_OPS, "ts": ts}


def test_an_uploaded_file_can_be_fetched(client: WebClient, control: Control, slack: Running) -> None:
    file_id = client.files_upload_v2(channel=SRE_OPS, filename="a.csv", content="1,2")["file"]["id"]
    with closing(HTTPConnection(slack.url.removeprefix("http://"), timeout=5)) as connection:
        connection.request("GET", f"/control/files/{file_id}")
        response = connection.getresponse()
        assert (response.getheader("Content-Type"), response.read()) == ("text/csv", b"1,2")
    assert control.messages(RITA, SRE_OPS)[0]["files"][0]["id"] == file_id


def test_a_reset_forgets_everything(client: WebClient, control: Control) -> None:
    client.chat_postMessage(channel=SRE_OPS, text="x")
    control.post("faults", installed=False)
    control.post("reset")
    assert control.messages(RITA, SRE_OPS) == []
    assert client.auth_test()["ok"]


def test_the_page_is_served_at_the_root(slack: Running) -> None:
    with closing(HTTPConnection(slack.url.removeprefix("http://"), timeout=5)) as connection:
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
