"""The Web API on the wire: ways to send arguments and tokens, planned faults, and the log."""

import json
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse

import pytest

from sandbox.slack.seed import SRE_OPS
from sandbox.slack.server import Running
from sandbox.slack.shapes import Json
from tests.sandbox.slack.conftest import Control

FORM = "application/x-www-form-urlencoded"


def ask(slack: Running, path: str, body: str | None = None, **headers: str) -> tuple[HTTPResponse, Json]:
    """One raw call; `Authorization` is the bot's unless given."""
    with closing(HTTPConnection(slack.url.removeprefix("http://"), timeout=5)) as connection:
        sent = {"Authorization": f"Bearer {slack.bot_token}"} | {k.replace("_", "-"): v for k, v in headers.items()}
        connection.request("POST" if body is not None else "GET", f"/api/{path}", body, sent)
        response = connection.getresponse()
        return response, json.loads(response.read())


def test_a_form_a_query_and_json_say_the_same(slack: Running) -> None:
    for body, kind in (
        ("channel=C0SREOPS01&text=hi", FORM),
        ('{"channel":"C0SREOPS01","text":"hi"}', "application/json"),
    ):
        assert ask(slack, "chat.postMessage", body, Content_Type=kind)[1]["ok"]
    assert ask(slack, "users.info?user=U0REQUEST1")[1]["user"]["name"] == "rita"


def test_a_token_counts_in_a_form_but_not_in_a_query(slack: Running) -> None:
    in_form = ask(slack, "auth.test", f"token={slack.bot_token}", Content_Type=FORM, Authorization="")
    in_query = ask(slack, f"auth.test?token={slack.bot_token}", Authorization="")
    assert (in_form[1]["ok"], in_query[1]["error"]) == (True, "not_authed")


def test_a_method_for_forms_ignores_json(slack: Running) -> None:
    answer = ask(slack, "users.info", '{"user":"U0REQUEST1"}', Content_Type="application/json")[1]
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: user"]


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        ("{", "application/json", "invalid_json"),
        ("[]", "application/json", "json_not_object"),
        ("<a/>", "text/xml", "invalid_post_type"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(slack: Running, body: str, kind: str, error: str) -> None:
    assert ask(slack, "chat.postMessage", body, Content_Type=kind)[1]["error"] == error


def test_scopes_stand_in_the_headers_even_of_a_refusal(slack: Running) -> None:
    response, answer = ask(slack, "conversations.history?channel=C0SREOPS01")
    assert answer["error"] == "missing_scope"
    assert "chat:write" in (response.getheader("x-oauth-scopes") or "")
    assert response.getheader("x-slack-req-id")


def test_a_planned_rate_limit_comes_so_many_times_and_spares_other_methods(slack: Running, control: Control) -> None:
    limit = {"error": "ratelimited", "retry_after": 7, "times": 1}
    control.post("faults", api={"chat.postMessage": limit})
    assert ask(slack, "auth.test")[1]["ok"]
    response, answer = ask(slack, "chat.postMessage", f"channel={SRE_OPS}&text=x", Content_Type=FORM)
    assert (response.status, response.getheader("Retry-After"), answer["error"]) == (429, "7", "ratelimited")
    assert ask(slack, "chat.postMessage", f"channel={SRE_OPS}&text=x", Content_Type=FORM)[1]["ok"]


def test_a_planned_pace_slows_a_channel_down(slack: Running, control: Control) -> None:
    control.post("faults", pace={"per_s": 0.1, "burst": 2})
    answers = [ask(slack, "chat.postMessage", f"channel={SRE_OPS}&text=x", Content_Type=FORM) for _ in range(3)]
    assert [response.status for response, _ in answers] == [200, 200, 429]
    assert answers[2][0].getheader("Retry-After") in {"9", "10"}


def test_a_planned_outage_a_missing_method_and_an_uninstalled_app(slack: Running, control: Control) -> None:
    control.post("faults", api={"*": {"status": 500, "times": 1}}, missing_methods=["users.info"])
    assert ask(slack, "auth.test")[0].status == 500
    assert ask(slack, "users.info?user=U0REQUEST1")[1]["error"] == "unknown_method"
    control.post("faults", installed=False)
    assert ask(slack, "auth.test")[1]["error"] == "invalid_auth"
    control.post("faults")
    assert ask(slack, "auth.test")[1]["ok"]


def test_the_log_holds_the_call_without_its_token(slack: Running, control: Control) -> None:
    before = slack.sandbox.log.last
    ask(slack, "chat.postMessage", f"token={slack.bot_token}&channel={SRE_OPS}&text=hi", Content_Type=FORM)
    [entry] = control.get(f"log?after={before}")["entries"]
    assert (entry["method"], entry["args"], entry["error"]) == (
        "chat.postMessage",
        {"channel": SRE_OPS, "text": "hi"},
        None,
    )
    assert entry["response"]["ok"]
