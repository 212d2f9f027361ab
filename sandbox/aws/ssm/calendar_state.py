"""GetCalendarState: whether all of several change calendars are open."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError
from sandbox.aws.ssm.calendar import ChangeCalendar, change_calendars
from sandbox.aws.ssm.documents import other_documents

_YEARS = (1970, 2199)


def get_calendar_state(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The state at a time, and when it changes next where it does within a year."""
    at = _at(params.get("AtTime"))
    wanted = [_named(account, each) for each in params["CalendarNames"]]
    if not wanted:
        raise AwsError("ValidationException", "CalendarNames must not be empty")
    told = {"State": "OPEN" if _all_open(wanted, at) else "CLOSED", "AtTime": _iso(at)}
    following = _next_transition(wanted, at)
    return {**told, "NextTransitionTime": _iso(following)} if following else told


def _at(given: str | None) -> datetime:
    if not given:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        at = datetime.fromisoformat(given)
    except ValueError as error:
        raise AwsError("ValidationException", f"AtTime {given} is not a valid ISO 8601 time") from error
    if not _YEARS[0] <= at.year <= _YEARS[1]:
        raise AwsError("ValidationException", f"AtTime {given} is out of range")
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _named(account: Account, name_or_arn: str) -> ChangeCalendar:
    name = name_or_arn.removeprefix(f"arn:aws:ssm:{account.region}:{account.id}:document/")
    for calendar in change_calendars(account):
        if calendar.seed.name == name:
            return calendar
    if name in other_documents(account):
        raise AwsError("InvalidDocumentType", f"The SSM document {name} is not a change calendar.")
    raise AwsError("InvalidDocument", f"The SSM document {name_or_arn} does not exist.")


def _all_open(wanted: Sequence[ChangeCalendar], at: datetime) -> bool:
    return all(calendar.is_open(at) for calendar in wanted)


def _next_transition(wanted: Sequence[ChangeCalendar], at: datetime) -> datetime | None:
    now = _all_open(wanted, at)
    borders = {border for calendar in wanted for span in calendar.spans(at) for border in span if border > at}
    return next((border for border in sorted(borders) if _all_open(wanted, border) != now), None)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
