from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from services.aws.change_calendar import ChangeCalendar, Closings
from services.aws.crew import Crew
from services.aws.deadline import answering_within
from services.aws.session import Aws
from tests.services.aws.wire import Answer, Asked, Wire, aws_error, fails

START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def calendar(aws: Aws) -> Iterator[ChangeCalendar]:
    with Crew(4) as crew:
        yield ChangeCalendar(aws, crew)


def closed_in(*spans: tuple[int, int]) -> Answer:
    """A calendar that is closed in these hours after START."""

    def answer(asked: Asked) -> Mapping[str, Any]:
        at = (datetime.fromisoformat(asked["AtTime"]) - START) / HOUR
        later = [edge for span in spans for edge in span if edge > at]
        state = "CLOSED" if any(begin <= at < end for begin, end in spans) else "OPEN"
        change = {"NextTransitionTime": f"{START + min(later) * HOUR:%Y-%m-%dT%H:%M:%SZ}"} if later else {}
        return {"State": state, "AtTime": asked["AtTime"], **change}

    return answer


def hours(told: Closings) -> list[tuple[float, float]]:
    return [((each.start - START) / HOUR, (each.end - START) / HOUR) for each in told.conflicts]


def ask(calendar: ChangeCalendar, names: Sequence[str] = ("freeze",), days: int = 14) -> Closings:
    return calendar.closings(names, START, START + timedelta(days=days))


def test_every_closing_ahead_is_told_across_the_weeks_that_are_asked_for_side_by_side(
    calendar: ChangeCalendar, wire: Wire
) -> None:
    wire.on("ssm", "GetCalendarState", closed_in((0, 5), (30, 40), (160, 180)))
    told = ask(calendar)
    assert hours(told) == [(0, 5), (30, 40), (160, 180)]
    assert all(each.forbids and each.says == "The change calendar freeze is closed." for each in told.conflicts)
    assert told.gaps == ()


@pytest.mark.parametrize(("spans", "told"), [((), []), (((-5, 9999),), [(0, 336)])])
def test_a_calendar_that_never_changes_is_open_or_closed_throughout(
    calendar: ChangeCalendar, wire: Wire, spans: tuple[tuple[int, int], ...], told: list[tuple[int, int]]
) -> None:
    wire.on("ssm", "GetCalendarState", closed_in(*spans))
    assert hours(ask(calendar)) == told
    assert len(wire.asked) == 2


def test_without_calendars_nothing_is_asked(calendar: ChangeCalendar, wire: Wire) -> None:
    wire.on("ssm", "GetCalendarState", closed_in())
    assert ask(calendar, ()) == Closings(())
    assert wire.asked == []


@pytest.mark.parametrize("code", ["InvalidDocument", "InvalidDocumentType"])
def test_a_calendar_that_does_not_exist_is_a_gap_with_help_and_never_open(
    calendar: ChangeCalendar, wire: Wire, aws: Aws, code: str
) -> None:
    def answer(asked: Asked) -> Mapping[str, Any]:
        if asked["CalendarNames"] == ["nothing"]:
            refused: type[ClientError] = getattr(aws.client("ssm").exceptions, code)
            raise refused({"Error": {"Code": code}}, "GetCalendarState")
        return closed_in((1, 2))(asked)

    wire.on("ssm", "GetCalendarState", answer)
    told = ask(calendar, ("nothing", "freeze"))
    assert hours(told) == [(1, 2)]
    (gap,) = told.gaps
    assert gap.what == "when the change calendar nothing is closed"
    assert gap.why == "There is no change calendar nothing in account 123456789012, us-west-2."
    assert "SRE_CHANGE_CALENDARS" in gap.advice


def test_a_refusal_is_a_gap_with_the_permission_that_lacks(calendar: ChangeCalendar, wire: Wire) -> None:
    wire.on("ssm", "GetCalendarState", fails(aws_error("AccessDeniedException", status=400)))
    (gap,) = ask(calendar).gaps
    assert "ssm:GetCalendarState" in gap.advice


def test_of_a_week_that_failed_the_other_is_told_beside_a_gap(calendar: ChangeCalendar, wire: Wire) -> None:
    def answer(asked: Asked) -> Mapping[str, Any]:
        if datetime.fromisoformat(asked["AtTime"]) >= START + timedelta(days=7):
            raise aws_error("AccessDeniedException")
        return closed_in((1, 2))(asked)

    wire.on("ssm", "GetCalendarState", answer)
    told = ask(calendar)
    assert hours(told) == [(1, 2)]
    assert len(told.gaps) == 1


def test_a_calendar_that_changes_without_end_is_given_up(calendar: ChangeCalendar, wire: Wire) -> None:
    wire.on("ssm", "GetCalendarState", closed_in(*((hour, hour + 1) for hour in range(0, 2000, 2))))
    (gap,) = ask(calendar, days=7).gaps
    assert "more than 60 times" in gap.why


def test_a_change_in_the_past_ends_the_walk_instead_of_repeating_it(calendar: ChangeCalendar, wire: Wire) -> None:
    wire.on("ssm", "GetCalendarState", lambda _: {"State": "CLOSED", "NextTransitionTime": "2020-01-01T00:00:00Z"})
    assert hours(ask(calendar, days=7)) == [(0, 168)]


def test_when_the_time_is_up_the_calendar_is_a_gap(calendar: ChangeCalendar, wire: Wire) -> None:
    wire.on("ssm", "GetCalendarState", closed_in())
    with answering_within(0):
        (gap,) = ask(calendar, days=7).gaps
    assert "when the time was up" in gap.why or "timed out" in gap.why
