"""Calls to Slack, against a real socket."""

import logging
import socket
from typing import Any, Protocol
from urllib.parse import urljoin

import pytest

from core.errors import BadRequest, Cause, Upstream
from sandbox.ports import free_port
from services.slack.client import SlackClient, _address, _belongs
from services.slack.errors import SlackRefused, SlackThrottled

TOKEN = "xoxb" + "-1-fake"
KEY = "AKIA" + "IOSFODNN7EXAMPLE"


class FakeSlack(Protocol):
    url: str
    asked: list[tuple[str, dict[str, Any], dict[str, str]]]

    def says(self, method: str, body: dict[str, Any] | str | None, status: int = 200, **headers: str) -> None: ...

    def times(self, method: str) -> int: ...


def failure(slack: FakeSlack) -> Upstream:
    with pytest.raises(Upstream) as caught:
        SlackClient(TOKEN, slack.url, timeout_s=1).call("chat.postMessage", channel="C1", text="x")
    return caught.value


def test_a_call_returns_slacks_answer_and_carries_the_token_in_its_header(slack: FakeSlack) -> None:
    slack.says("chat.postMessage", {"ok": True, "ts": "1.2"})
    answer = SlackClient(TOKEN, slack.url).call("chat.postMessage", channel="C1", text="x", thread_ts=None)
    _, body, headers = slack.asked[0]
    assert answer["ts"] == "1.2"
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert body == {"channel": "C1", "text": "x"}


def test_blocks_go_out_as_json_and_plain_arguments_as_a_form(slack: FakeSlack) -> None:
    client = SlackClient(TOKEN, slack.url)
    client.call("chat.postMessage", blocks=({"type": "divider"},), unfurl_links=False)
    client.call("users.info", user="U1")
    kinds = [headers["Content-Type"].split(";")[0] for _, _, headers in slack.asked]
    assert slack.asked[0][1] == {"blocks": [{"type": "divider"}], "unfurl_links": False}
    assert kinds == ["application/json", "application/x-www-form-urlencoded"]


def test_secrets_are_masked_in_every_text_that_leaves(slack: FakeSlack) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": f"found {KEY}"}}]
    SlackClient(TOKEN, slack.url).call("chat.postMessage", channel="C1", text="password=hunter2", blocks=blocks)
    sent = str(slack.asked[0][1])
    assert "hunter2" not in sent
    assert KEY not in sent
    assert "C1" in sent


@pytest.mark.parametrize(
    ("answer", "cause", "said"),
    [
        ({"error": "invalid_auth"}, Cause.EXPIRED, "Copy the bot token"),
        ({"error": "not_in_channel"}, Cause.REFUSED, "/invite"),
        ({"error": "missing_scope", "needed": "files:write"}, Cause.DENIED, "files:write"),
        ({"error": "invalid_blocks", "response_metadata": {"messages": ["[ERROR] no text"]}}, Cause.REFUSED, "no text"),
        ({"error": "something_new"}, Cause.REFUSED, "[something_new]"),
    ],
)
def test_a_refusal_says_what_it_means_and_what_to_do(
    slack: FakeSlack, answer: dict[str, Any], cause: Cause, said: str
) -> None:
    slack.says("chat.postMessage", {"ok": False, **answer})
    error = failure(slack)
    assert isinstance(error, SlackRefused)
    assert (error.code, error.needed) == (answer["error"], answer.get("needed", ""))
    assert (error.cause, error.retryable) == (cause, False)
    assert said in str(error)


@pytest.mark.parametrize(("header", "seconds"), [({"Retry_After": "7"}, 7), ({}, 5), ({"Retry_After": "soon"}, 5)])
def test_too_many_calls_say_how_long_to_wait(slack: FakeSlack, header: dict[str, str], seconds: float) -> None:
    slack.says("chat.postMessage", {"ok": False, "error": "ratelimited"}, 429, **header)
    error = failure(slack)
    assert isinstance(error, SlackThrottled)
    assert (error.retry_after_s, error.retryable) == (seconds, True)


@pytest.mark.parametrize(
    ("status", "body"),
    [(503, "<html>down</html>"), (500, '{"ok": false, "error": "x"}'), (200, "<html>portal</html>"), (200, "")],
)
def test_an_answer_that_is_not_slacks_is_a_failure_that_may_have_done_something(
    slack: FakeSlack, status: int, body: str
) -> None:
    slack.says("chat.postMessage", body, status)
    error = failure(slack)
    assert (error.cause, error.retryable) == (Cause.BROKEN, True)
    assert "html" not in str(error)
    assert slack.times("chat.postMessage") == 1


def test_internal_errors_of_slack_can_be_tried_again(slack: FakeSlack) -> None:
    slack.says("chat.postMessage", {"ok": False, "error": "internal_error"})
    assert (failure(slack).cause, failure(slack).retryable) == (Cause.BROKEN, True)


def test_an_endpoint_without_the_method_refuses_it_as_unknown(slack: FakeSlack) -> None:
    slack.says("chat.postMessage", "nothing here", 404)
    error = failure(slack)
    assert isinstance(error, SlackRefused)
    assert error.code == "unknown_method"


def test_a_connection_that_breaks_before_the_answer_may_have_done_something(slack: FakeSlack) -> None:
    slack.says("chat.postMessage", None)
    error = failure(slack)
    assert error.cause is Cause.TIMED_OUT


def test_no_answer_in_time_may_have_done_something() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Upstream) as caught:
        SlackClient(TOKEN, f"http://127.0.0.1:{silent.getsockname()[1]}/api/", timeout_s=1).call("api.test")
    assert caught.value.cause is Cause.TIMED_OUT


def test_nothing_listening_is_certainly_without_effect() -> None:
    with pytest.raises(Upstream) as caught:
        SlackClient(TOKEN, f"http://127.0.0.1:{free_port()}/api/").call("api.test")
    assert (caught.value.cause, caught.value.retryable) == (Cause.UNREACHABLE, True)


def test_arguments_are_never_logged_even_at_debug(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    SlackClient(TOKEN, slack.url).call("chat.postMessage", channel="C1", text="the private words")
    assert "private words" not in caplog.text


def test_a_response_url_gets_the_masked_payload_without_token(slack: FakeSlack) -> None:
    slack.says("response/1", "ok")
    SlackClient(TOKEN, slack.url).respond(urljoin(slack.url, "response/1"), {"text": f"key {KEY}", "blocks": []})
    _, body, headers = slack.asked[0]
    assert KEY not in body["text"]
    assert "Authorization" not in headers


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://hooks.slack.com.evil.example/x",
        "https://hooks.slack.com@evil.example/x",
        "http://hooks.slack.com/x",
        "file:///etc/passwd",
        "http://[::1",
    ],
)
def test_a_response_url_elsewhere_is_not_called(url: str) -> None:
    with pytest.raises(BadRequest, match="does not belong to Slack"):
        SlackClient(TOKEN).respond(url, {"text": "x"})


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (404, "used_url", "used_url"),
        (404, "", "expired_url"),
        (404, '{"ok": false, "error": "expired_url"}', "expired_url"),
        (200, "no_text", "no_text"),
    ],
)
def test_a_spent_response_url_is_a_refusal(slack: FakeSlack, status: int, body: str, code: str) -> None:
    slack.says("response/1", body, status)
    with pytest.raises(SlackRefused) as caught:
        SlackClient(TOKEN, slack.url).respond(urljoin(slack.url, "response/1"), {"text": "x"})
    assert caught.value.code == code


def test_a_throttled_response_url_says_how_long_to_wait(slack: FakeSlack) -> None:
    slack.says("response/1", "slow down", 429, Retry_After="3")
    with pytest.raises(SlackThrottled) as caught:
        SlackClient(TOKEN, slack.url).respond(urljoin(slack.url, "response/1"), {"text": "x"})
    assert caught.value.retry_after_s == 3


@pytest.mark.parametrize(
    ("endpoint", "response_url", "ours"),
    [
        ("https://slack.com/api/", "https://hooks.slack.com/commands/T1/2/x", True),
        ("https://slack.com/api/", "http://hooks.slack.com/commands/T1/2/x", False),
        ("https://slack.com/api/", "https://slack.com.evil.example/x", False),
        ("http://127.0.0.1:8765/api/", "http://127.0.0.1:9999/response/1", True),
        ("http://localhost:8765/api/", "http://127.0.0.1:8765/response/1", True),
        ("http://127.0.0.1:8765/api/", "http://169.254.169.254/latest/meta-data", False),
        ("http://127.0.0.1:8765/api/", "http://user:word@127.0.0.1:8765/x", False),
    ],
)
def test_answers_go_to_this_slack_only(endpoint: str, response_url: str, ours: bool) -> None:  # noqa: FBT001  a table
    assert _belongs(_address(response_url), _address(endpoint), "hooks") is ours


def test_a_file_goes_to_its_upload_url_as_it_is_and_without_the_token(slack: FakeSlack) -> None:
    slack.says("upload/1", "OK - 5")
    SlackClient(TOKEN, slack.url).upload(urljoin(slack.url, "upload/1"), f"key={KEY}".encode())
    path, body, headers = slack.asked[0]
    assert (path, body, headers["Content-Type"]) == ("/api/upload/1", {"key": KEY}, "application/octet-stream")
    assert "Authorization" not in headers


@pytest.mark.parametrize(
    "url",
    ["http://169.254.169.254/x", "https://files.slack.com.evil.example/x", "http://files.slack.com/upload/v1/x"],
)
def test_a_file_goes_nowhere_but_to_slack(url: str) -> None:
    with pytest.raises(BadRequest, match="does not belong to Slack"):
        SlackClient(TOKEN).upload(url, b"x")


@pytest.mark.parametrize(("status", "retryable"), [(413, False), (404, False), (302, False), (503, True), (429, True)])
def test_a_refused_upload_says_whether_to_repeat_it(slack: FakeSlack, status: int, retryable: bool) -> None:  # noqa: FBT001  a table
    slack.says("upload/1", "no", status)
    with pytest.raises(Upstream) as caught:
        SlackClient(TOKEN, slack.url).upload(urljoin(slack.url, "upload/1"), b"x")
    assert caught.value.retryable is retryable
