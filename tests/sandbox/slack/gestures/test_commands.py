"""Slash commands: escaping, failures and what a user sees of them."""

import pytest

from sandbox.slack.gestures.commands import escaped
from sandbox.slack.seed import AARON, HIDDEN, PARTNER, RITA, SECRET, SRE_OPS, STRANGER
from sandbox.slack.server import Running, running
from tests.sandbox.slack.conftest import MANIFEST, Control
from tests.sandbox.slack.tiny_bot import connected, new_app


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("ask @aaron in #alerts", f"ask <@{AARON}|aaron> in <#C0ALERTS01|alerts>"),
        ("see https://example.com/a?b=1", "see <https://example.com/a?b=1>"),
        ("mail a@aaron.example #nowhere @nobody", "mail a@aaron.example #nowhere @nobody"),
        ("<@U0APPROVE1|aaron> a & b", "<@U0APPROVE1|aaron> a & b"),
    ],
)
def test_names_and_links_are_escaped_when_the_manifest_asks(typed: str, sent: str, slack: Running) -> None:
    assert escaped(slack.sandbox, typed) == sent


def test_a_command_without_a_connection_fails_visibly(control: Control) -> None:
    outcome = control.post("command", as_=RITA, channel=SRE_OPS, command="/plain", text="")
    assert (outcome["ok"], outcome["acked"], outcome["error"]) == (False, False, "dispatch_failed")
    [line] = control.messages(RITA, SRE_OPS)
    assert line["text"] == "/plain failed with the error “dispatch_failed”"
    assert (line["ephemeral"], control.messages(AARON, SRE_OPS)) == (True, [])


def test_an_undeclared_command_is_unknown_to_everyone_and_any_to_strangers(control: Control) -> None:
    for user, channel, name in ((RITA, SRE_OPS, "/nonsense"), (STRANGER, PARTNER, "/plain")):
        assert control.post("command", as_=user, channel=channel, command=name)["error"] == "unknown_command"


def test_nobody_acts_in_a_channel_they_do_not_see(control: Control) -> None:
    outcome = control.post("command", as_=STRANGER, channel=SECRET, command="/plain")
    assert (outcome["ok"], outcome["error"]) == (False, "impossible")


def test_the_payload_hides_the_name_of_a_private_channel(slack: Running, control: Control) -> None:
    control.post("command", as_=RITA, channel=HIDDEN, command="/escaped", text="@aaron")
    payload = slack.sandbox.log.after(0)[-1]["payload"]
    assert (payload["channel_name"], payload["text"]) == ("privategroup", f"<@{AARON}|aaron>")
    assert payload["response_url"].startswith(f"{slack.url}/response/")


def test_a_silent_bot_did_not_respond() -> None:
    with running(MANIFEST, ack_seconds=0.05) as slack:
        app = new_app(slack)
        app.command("/plain")(lambda: None)
        with connected(slack, app):
            outcome = Control(slack.url).post("command", as_=RITA, channel=SRE_OPS, command="/plain")
    assert (outcome["acked"], outcome["error"]) == (False, "operation_timeout")


def test_an_answer_in_the_channel_shows_what_was_typed(slack: Running, control: Control) -> None:
    app = new_app(slack)
    app.command("/plain")(lambda ack: ack(text="hello", response_type="in_channel"))
    with connected(slack, app):
        control.post("command", as_=RITA, channel=SRE_OPS, command="/plain", text="now")
    shown = [(m["user"], m["text"]) for m in control.messages(AARON, SRE_OPS)]
    assert shown == [(RITA, "/plain now"), ("U0BOT00001", "hello")]
