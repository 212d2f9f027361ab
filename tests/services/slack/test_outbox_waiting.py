"""What waits, in order."""

from datetime import UTC, datetime, timedelta

from services.slack.outbox_message import Lane
from services.slack.outbox_waiting import Waiting, WaitingRoom

START = datetime(2026, 3, 1, tzinfo=UTC)


def waiting(key: str, at: int, lane: Lane = Lane.NORMAL, channel: str = "C1", root: str = "") -> Waiting:
    return Waiting(key, channel, root or key, root, lane, START + timedelta(seconds=at))


def keys(room: WaitingRoom, channel: str = "C1") -> list[str]:
    return [each.key for each in room.first(channel, 10)]


def test_a_thread_is_as_urgent_as_the_most_urgent_message_in_it() -> None:
    room = WaitingRoom()
    room.add([waiting("a", 1), waiting("root", 2), waiting("reply", 3, Lane.URGENT, root="root")])
    assert keys(room) == ["root", "reply", "a"]


def test_the_channel_with_the_most_urgent_message_comes_first() -> None:
    room = WaitingRoom()
    room.add([waiting("a", 1), waiting("b", 2, Lane.URGENT, "C2"), waiting("c", 3, Lane.NOISE, "C3")])
    assert room.channels() == ["C2", "C1", "C3"]


def test_what_is_removed_leaves_no_empty_channel() -> None:
    room = WaitingRoom()
    room.add([waiting("a", 1), waiting("b", 2, channel="C2")])
    room.remove("b")
    room.remove("never there")
    assert (room.channels(), keys(room, "C2")) == (["C1"], [])


def test_one_that_changed_takes_its_new_place() -> None:
    room = WaitingRoom()
    room.add([waiting("a", 1), waiting("b", 2)])
    room.add([waiting("b", 2, Lane.URGENT)])
    assert keys(room) == ["b", "a"]
    assert waiting("b", 2) not in room
