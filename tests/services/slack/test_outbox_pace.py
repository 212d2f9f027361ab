"""The pace of each channel."""

from services.slack.outbox_pace import Pace
from tests.services.slack.outbox_desk import FakeClock


def spent(pace: Pace, channel: str = "C1") -> int:
    """How many messages may go at once now."""
    count = 0
    while pace.free(channel):
        pace.spend(channel)
        count += 1
    return count


def test_a_channel_takes_a_short_burst_and_then_one_message_per_interval() -> None:
    clock = FakeClock()
    pace = Pace(clock, between_s=1.0, burst=3)
    assert spent(pace) == 3
    clock.advance(seconds=0.9)
    assert spent(pace) == 0
    clock.advance(seconds=0.2)
    assert spent(pace) == 1


def test_a_long_rest_earns_no_more_than_a_burst() -> None:
    clock = FakeClock()
    pace = Pace(clock, between_s=1.0, burst=3)
    spent(pace)
    clock.advance(hours=1)
    assert spent(pace) == 3


def test_channels_do_not_share_their_pace() -> None:
    pace = Pace(FakeClock(), between_s=1.0, burst=3)
    assert (spent(pace, "C1"), spent(pace, "C2")) == (3, 3)


def test_a_held_channel_waits_the_longest_time_asked_for_and_alone() -> None:
    clock = FakeClock()
    pace = Pace(clock, between_s=1.0, burst=3)
    pace.hold("C1", 30)
    pace.hold("C1", 5)
    clock.advance(seconds=29.9)
    assert (pace.free("C1"), pace.free("C2")) == (False, True)
    clock.advance(seconds=0.2)
    assert pace.free("C1")


def test_failures_in_a_row_are_counted_until_something_arrives() -> None:
    pace = Pace(FakeClock(), between_s=1.0, burst=3)
    assert [pace.failed("C1"), pace.failed("C1"), pace.failed("C2")] == [1, 2, 1]
    assert not pace.works("C1")
    pace.arrived("C1")
    assert pace.works("C1")
    assert pace.failed("C1") == 1
    assert not pace.works("C1")
