"""Writing messages and opening Home."""

from sandbox.slack.seed import ARCHIVED, BEA, GUEST, RANDOM, RITA, SECRET, SRE_OPS, STRANGER
from sandbox.slack.server import running
from tests.sandbox.slack.conftest import MANIFEST, Control

SILENT_APP = MANIFEST | {"features": {"app_home": {"home_tab_enabled": False, "messages_tab_read_only_enabled": True}}}


def test_a_message_is_seen_by_the_others(control: Control) -> None:
    ts = control.post("message", as_=RITA, channel=RANDOM, text="hi")["ts"]
    [shown] = control.messages(BEA, RANDOM)
    assert (shown["ts"], shown["user"], shown["text"]) == (ts, RITA, "hi")


def test_a_reply_stays_in_its_thread(control: Control) -> None:
    root = control.post("message", as_=RITA, channel=SRE_OPS, text="root")["ts"]
    control.post("message", as_=GUEST, channel=SRE_OPS, text="reply", thread_ts=root)
    assert [m["text"] for m in control.messages(RITA, SRE_OPS)] == ["root"]
    thread = control.get(f"messages?as={RITA}&channel={SRE_OPS}&thread_ts={root}")["messages"]
    assert [m["text"] for m in thread] == ["root", "reply"]


def test_nobody_writes_where_they_cannot(control: Control) -> None:
    wrong = ((STRANGER, SECRET, "x"), (RITA, ARCHIVED, "x"), (RITA, SRE_OPS, " "), ("U0BOT00001", SRE_OPS, "x"))
    answers = [control.post("message", as_=user, channel=channel, text=text) for user, channel, text in wrong]
    assert [answer["error"] for answer in answers] == ["impossible"] * 4


def test_an_app_without_tabs_has_no_home_and_takes_no_messages() -> None:
    with running(SILENT_APP) as slack:
        control = Control(slack.url)
        assert control.post("home", as_=RITA, tab="home")["error"] == "impossible"
        assert control.post("message", as_=RITA, channel="D0REQUEST1", text="hi")["error"] == "impossible"
