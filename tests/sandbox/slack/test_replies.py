"""Response URLs: five uses, half an hour, and what an answer may do."""

import json

from sandbox.slack.model import Message
from sandbox.slack.seed import AARON, RANDOM, RITA, SRE_OPS
from sandbox.slack.server import Running, running
from sandbox.slack.shapes import BOT, BOT_USER
from tests.sandbox.slack.conftest import MANIFEST, Control, posted


def hook_url(slack: Running, original: str | None = None, channel: str = SRE_OPS) -> str:
    """A response URL of Rita's."""
    return f"{slack.url}/response/{slack.sandbox.grants.new_hook(RITA, channel, original, None)}"


def answer(url: str, **body: object) -> tuple[int, str]:
    """Send an answer."""
    return posted(url, json.dumps(body))


def test_an_answer_is_ephemeral_unless_it_asks_for_the_channel(slack: Running, control: Control) -> None:
    url = hook_url(slack, channel=RANDOM)
    assert answer(url, text="for you") == (200, "ok")
    assert answer(url, text="for all", response_type="in_channel") == (200, "ok")
    assert [m["text"] for m in control.messages(RITA, RANDOM)] == ["for you", "for all"]
    assert [m["text"] for m in control.messages(AARON, RANDOM)] == ["for all"]


def test_a_sixth_use_is_refused(slack: Running) -> None:
    url = hook_url(slack)
    assert [answer(url, text="x")[0] for _ in range(5)] == [200] * 5
    status, body = answer(url, text="x")
    assert (status, json.loads(body)) == (404, {"ok": False, "error": "used_url"})


def test_an_unknown_url_is_refused(slack: Running) -> None:
    assert answer(f"{slack.url}/response/1/nothing", text="x")[0] == 404


def test_a_url_expires_after_half_an_hour() -> None:
    moment = [1_800_000_000.0]
    with running(MANIFEST, now=lambda: moment[0]) as slack:
        url = hook_url(slack)
        moment[0] += 30 * 60
        assert answer(url, text="x")[0] == 200
        moment[0] += 1
        assert json.loads(answer(url, text="x")[1])["error"] == "expired_url"


def test_an_answer_replaces_or_deletes_the_message_that_was_clicked(slack: Running, control: Control) -> None:
    workspace = slack.sandbox.workspace
    clicked = Message(workspace.next_ts(), SRE_OPS, BOT_USER, "card", bot_id=BOT)
    workspace.messages[SRE_OPS][clicked.ts] = clicked
    url = hook_url(slack, clicked.ts)
    answer(url, text="new", replace_original=True)
    assert [m["text"] for m in control.messages(AARON, SRE_OPS)] == ["new"]
    answer(url, delete_original=True)
    assert control.messages(AARON, SRE_OPS) == []


def test_wrong_answers_are_refused_and_cost_no_use(slack: Running) -> None:
    url = hook_url(slack)
    assert posted(url, "no JSON") == (400, '{"ok": false, "error": "invalid_payload"}')
    for _ in range(6):
        assert json.loads(answer(url, blocks=[{"type": "nonsense"}])[1])["error"] == "invalid_blocks"
    assert json.loads(answer(url)[1])["error"] == "no_text"
    assert answer(url, text="fine")[0] == 200
