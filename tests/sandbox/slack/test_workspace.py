"""The state of the workspace."""

import pytest

from sandbox.slack.manifest import Manifest
from sandbox.slack.model import Message
from sandbox.slack.seed import ARCHIVED, GUEST, HIDDEN, LEFT, PARTNER, RANDOM, RITA, SECRET, SRE_OPS, STRANGER
from sandbox.slack.shapes import BOT_USER
from sandbox.slack.workspace import Change, Workspace


@pytest.fixture
def told() -> list[Change]:
    return []


@pytest.fixture
def workspace(told: list[Change]) -> Workspace:
    return Workspace(Manifest(), lambda: 1_800_000_000.0, lambda change, _message: told.append(change))


def test_no_two_messages_have_the_same_time(workspace: Workspace) -> None:
    stamps = [workspace.next_ts() for _ in range(3)]
    assert stamps == ["1800000000.000000", "1800000000.000001", "1800000000.000002"]


@pytest.mark.parametrize(
    ("user", "channels"),
    [
        (RITA, {SRE_OPS, RANDOM, SECRET, PARTNER, HIDDEN, ARCHIVED}),
        (GUEST, {SRE_OPS}),
        (STRANGER, {PARTNER}),
        (LEFT, set()),
        (BOT_USER, {SRE_OPS, RANDOM, SECRET, PARTNER, ARCHIVED}),
    ],
)
def test_who_sees_what(workspace: Workspace, user: str, channels: set[str]) -> None:
    asked = (SRE_OPS, RANDOM, SECRET, PARTNER, HIDDEN, ARCHIVED)
    assert {c for c in asked if workspace.sees(user, workspace.channels[c])} == channels


def test_only_two_people_see_a_direct_message(workspace: Workspace) -> None:
    direct = workspace.direct_channel(RITA)
    assert direct is not None
    assert [u for u in workspace.users if workspace.sees(u, direct)] == [RITA, BOT_USER]


def test_a_deleted_reply_no_longer_counts(workspace: Workspace, told: list[Change]) -> None:
    root = workspace.post(Message("1.000001", SRE_OPS, RITA, "root"))
    reply = workspace.post(Message("1.000002", SRE_OPS, RITA, "reply", thread_ts="1.000001"))
    assert (root.reply_count, root.latest_reply) == (1, "1.000002")
    workspace.delete(reply)
    assert root.reply_count == 0
    assert [change.kind for change in told] == ["message", "message", "message_deleted"]


def test_an_ephemeral_reply_counts_for_nobody(workspace: Workspace) -> None:
    root = workspace.post(Message("1.000001", SRE_OPS, RITA, "root"))
    workspace.post(Message("1.000002", SRE_OPS, BOT_USER, thread_ts="1.000001", ephemeral_to=RITA))
    assert (root.reply_count, root.thread_ts) == (0, None)
