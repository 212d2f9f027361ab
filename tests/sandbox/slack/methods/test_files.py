"""files.*: the external upload flow."""

from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

from slack_sdk import WebClient

from sandbox.slack.seed import RANDOM, RITA, SRE_OPS
from sandbox.slack.shapes import Json
from tests.sandbox.slack.conftest import Control, error_of, posted


def test_an_upload_appears_in_its_thread_and_can_be_read(client: WebClient, control: Control) -> None:
    root = client.chat_postMessage(channel=SRE_OPS, text="root")["ts"]
    file = client.files_upload_v2(
        channel=SRE_OPS, thread_ts=root, filename="a.csv", content="1,2", initial_comment="here"
    )["file"]
    shown = control.get(f"messages?as={RITA}&channel={SRE_OPS}&thread_ts={root}")["messages"][1]
    assert (shown["text"], shown["files"][0]["name"], shown["files"][0]["mimetype"]) == (
        "here",
        "a.csv",
        "text/csv",
    )
    assert client.files_info(file=file["id"])["file"]["size"] == 3


def test_a_file_without_its_bytes_cannot_be_completed(client: WebClient) -> None:
    file_id = client.files_getUploadURLExternal(filename="a.csv", length=3)["file_id"]
    assert error_of(lambda: client.files_completeUploadExternal(files=[{"id": file_id}])) == "file_not_found"


def test_an_upload_completes_once(client: WebClient) -> None:
    file_id = client.files_upload_v2(channel=SRE_OPS, filename="a.csv", content="1,2")["file"]["id"]
    again: Json = {"files": [{"id": file_id}], "channel_id": SRE_OPS}
    assert error_of(lambda: client.files_completeUploadExternal(**again)) == "file_not_found"


def test_a_channel_the_bot_is_not_in_gets_no_file(client: WebClient) -> None:
    upload: Json = {"channel": RANDOM, "filename": "a.csv", "content": "1,2"}
    assert error_of(lambda: client.files_upload_v2(**upload)) == "not_in_channel"


def test_bytes_must_be_as_many_as_announced_and_come_once(client: WebClient) -> None:
    url = str(client.files_getUploadURLExternal(filename="a.csv", length=3)["upload_url"])
    assert posted(url, "four")[0] == 400
    assert posted(url, "1,2") == (200, "OK - 3")
    assert posted(url, "1,2")[0] == 404


def test_a_file_tells_which_messages_show_it(client: WebClient, control: Control) -> None:
    root = str(client.chat_postMessage(channel=SRE_OPS, text="root")["ts"])
    file = client.files_upload_v2(channel=SRE_OPS, thread_ts=root, filename="a.csv", content="1,2")["file"]
    told = client.files_info(file=file["id"])["file"]
    shown = control.get(f"messages?as={RITA}&channel={SRE_OPS}&thread_ts={root}")["messages"][1]
    assert (told["channels"], told["ims"], told["is_public"]) == ([SRE_OPS], [], True)
    assert told["shares"] == {"public": {SRE_OPS: [{"ts": shown["ts"], "thread_ts": root}]}}


def test_a_file_in_a_direct_message_is_not_public(client: WebClient) -> None:
    direct = str(client.chat_postMessage(channel=RITA, text="root")["channel"])
    file = client.files_upload_v2(channel=direct, filename="a.csv", content="1,2")["file"]
    told = client.files_info(file=file["id"])["file"]
    assert (told["channels"], told["ims"], told["is_public"], list(told["shares"])) == (
        [],
        [direct],
        False,
        ["private"],
    )


def test_the_bytes_of_a_report_are_downloaded_and_a_picture_is_shown(client: WebClient, control: Control) -> None:
    kinds = {}
    for name in ("report.html", "chart.png"):
        file_id = client.files_upload_v2(channel=SRE_OPS, filename=name, content="<p>")["file"]["id"]
        with closing(HTTPConnection(urlsplit(control.url).netloc, timeout=10)) as connection:
            connection.request("GET", f"/control/files/{file_id}")
            kinds[name] = connection.getresponse().headers["Content-Disposition"]
    assert kinds == {"report.html": "attachment", "chart.png": "inline"}
