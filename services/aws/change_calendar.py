"""When the change calendars of Systems Manager are closed."""

from collections.abc import Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from core.conflicts import Conflict, ConflictKind, joined
from core.errors import AssistantError, Cause, NotFound, Upstream
from core.gaps import Gap
from services.aws.crew import Crew
from services.aws.deadline import patience_s
from services.aws.persistence import persistently
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_ssm.type_defs import GetCalendarStateResponseTypeDef

# A calendar is asked for its state at a moment and for the next change, one after the other; the weeks side by side.
_PORTION = timedelta(weeks=1)
_MOST_CHANGES = 60  # within a portion: one that changes more often would take longer than an answer may
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Closings:
    """When the calendars are closed; a calendar that could not be read is a gap, which is not open."""

    conflicts: tuple[Conflict, ...]
    gaps: tuple[Gap, ...] = ()


class ChangeCalendar:
    """Asks Systems Manager about calendars by name or ARN, side by side on the threads of `crew`."""

    def __init__(self, aws: Aws, crew: Crew) -> None:
        self._aws = aws
        self._crew = crew

    def closings(self, names: Sequence[str], start: datetime, until: datetime) -> Closings:
        """When any of the calendars is closed between two moments; nothing is raised."""
        asked = {
            name: [self._crew.submit(self._spans, name, *portion) for portion in _portions(start, until)]
            for name in names
        }
        wait([future for futures in asked.values() for future in futures], timeout=patience_s())
        told = [_told(name, futures) for name, futures in asked.items()]
        return Closings(
            tuple(conflict for each in told for conflict in each.conflicts),
            tuple(gap for each in told for gap in each.gaps),
        )

    def _spans(self, name: str, start: datetime, until: datetime) -> list[Span]:
        """The closed times between two moments."""
        closed: list[Span] = []
        at = start
        for _ in range(_MOST_CHANGES):
            answer = persistently(partial(self._state, name, at))
            change = _moment(answer.get("NextTransitionTime", ""))
            end = until if change is None or change <= at else min(change, until)
            if answer.get("State") != "OPEN":
                closed.append((at, end))
            at = end
            if at >= until:
                return closed
        sentence = f"It changes more than {_MOST_CHANGES} times within {_PORTION.days} days."
        raise Upstream(sentence, cause=Cause.REFUSED, retryable=False)

    def _state(self, name: str, at: datetime) -> "GetCalendarStateResponseTypeDef":
        with self._aws.asking("ssm", "GetCalendarState"):
            client = self._aws.client("ssm")
            try:
                return client.get_calendar_state(
                    CalendarNames=[name], AtTime=f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
                )
            except (client.exceptions.InvalidDocument, client.exceptions.InvalidDocumentType) as error:
                raise self._unknown(name) from error

    def _unknown(self, name: str) -> NotFound:
        return NotFound(
            f"There is no change calendar {name} in account {self._aws.account}, {self._aws.region}.",
            advice="Correct SRE_CHANGE_CALENDARS; until then it may be closed. This lists the calendars there are:"
            " `aws ssm list-documents --filters Key=DocumentType,Values=ChangeCalendar`.",
        )


def _portions(start: datetime, until: datetime) -> list[Span]:
    begins = [start + number * _PORTION for number in range(-(-(until - start) // _PORTION))]
    return [(begin, min(begin + _PORTION, until)) for begin in begins]


def _told(name: str, futures: Sequence[Future[list[Span]]]) -> Closings:
    """What is known of one calendar; a week that is not known is a gap beside the weeks that are."""
    closed: list[Span] = []
    gaps: list[Gap] = []
    for future in futures:
        try:
            closed += _answer(future)
        except AssistantError as error:
            what = f"when the change calendar {name} is closed"
            gaps = [Gap(what=what, why=error.sentence, advice=error.advice)]
    says = f"The change calendar {name} is closed."
    conflicts = (Conflict(kind=ConflictKind.CALENDAR_CLOSED, start=begin, end=end, says=says) for begin, end in closed)
    return Closings(joined(conflicts), tuple(gaps))


def _answer(future: Future[list[Span]]) -> list[Span]:
    if future.done():
        return future.result()
    future.cancel()
    raise Upstream.timed_out("GetCalendarState")


def _moment(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
