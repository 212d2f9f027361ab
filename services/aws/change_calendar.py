"""When the change calendars of Systems Manager are closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from core.conflicts import Conflict, ConflictKind
from core.errors import AssistantError, Cause, NotFound, Upstream
from core.gaps import Gap
from services.aws.crew import Crew, side_by_side
from services.aws.persistence import persistently
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_ssm.type_defs import GetCalendarStateResponseTypeDef

# A calendar is asked for its state at a moment and for the next change, one after the other; the days side by side.
_PORTION = timedelta(days=2)
_MOST_CHANGES = 24  # within a portion: a calendar that changes more often has no use for us


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
        conflicts: list[Conflict] = []
        gaps: list[Gap] = []
        for name in names:
            try:
                conflicts += self._closed(name, start, until)
            except AssistantError as error:
                gaps.append(
                    Gap(what=f"when the change calendar {name} is closed", why=error.sentence, advice=error.advice)
                )
        return Closings(tuple(conflicts), tuple(gaps))

    def _closed(self, name: str, start: datetime, until: datetime) -> list[Conflict]:
        begins = [start + number * _PORTION for number in range(-(-(until - start) // _PORTION))]
        portions = [(begin, min(begin + _PORTION, until)) for begin in begins]
        told = side_by_side(self._crew, lambda each: self._spans(name, *each), portions, "GetCalendarState")
        says = f"The change calendar {name} is closed."
        return [
            Conflict(kind=ConflictKind.CALENDAR_CLOSED, start=begin, end=end, says=says)
            for begin, end in _joined([span for some in told for span in some])
        ]

    def _spans(self, name: str, start: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
        """The closed times between two moments."""
        closed: list[tuple[datetime, datetime]] = []
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


def _moment(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


def _joined(spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Spans that touch, as one."""
    joined: list[tuple[datetime, datetime]] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined
