"""Which message a reply may name as its parent."""

import pytest

from sandbox.slack.calls import Call
from sandbox.slack.manifest import Manifest
from sandbox.slack.model import Message
from sandbox.slack.seed import RITA, SRE_OPS
from sandbox.slack.shapes import BOT_USER, Refused
from sandbox.slack.state import Sandbox
from sandbox.slack.threads import parent_of

ROOT, REPLY, WHISPER = "1.000001", "1.000002", "1.000003"


@pytest.fixture
def slack() -> Sandbox:
    slack = Sandbox(Manifest())
    slack.workspace.post(Message(ROOT, SRE_OPS, RITA, "root"))
    slack.workspace.post(Message(REPLY, SRE_OPS, RITA, "reply", thread_ts=ROOT))
    slack.workspace.post(Message(WHISPER, SRE_OPS, BOT_USER, "psst", ephemeral_to=RITA))
    return slack


def test_a_root_is_a_parent_and_nothing_is_none(slack: Sandbox) -> None:
    channel = slack.workspace.channels[SRE_OPS]
    assert parent_of(Call(slack, {"thread_ts": ROOT}), channel) == ROOT
    assert parent_of(Call(slack, {}), channel) is None


@pytest.mark.parametrize("ts", [REPLY, WHISPER, "9.000009", "1", "yesterday"])
def test_anything_else_is_refused(slack: Sandbox, ts: str) -> None:
    with pytest.raises(Refused, match="invalid_thread_ts"):
        parent_of(Call(slack, {"thread_ts": ts}), slack.workspace.channels[SRE_OPS])
