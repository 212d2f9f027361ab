"""DescribeSessions: the sessions that the account's own events began, of the last 30 days."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.cloudtrail.event import Event
from sandbox.aws.cloudtrail.happenings import history_of
from sandbox.aws.errors import AwsError
from sandbox.aws.ssm.pages import page

_DEFAULT_PAGE = 50
_KEPT = timedelta(days=30)
_LONGEST = timedelta(minutes=20)  # a session that nobody ends
_MATCH: Mapping[str, Callable[[Mapping[str, Any], str], bool]] = {
    "InvokedAfter": lambda each, value: each["StartDate"] > _moment(value),
    "InvokedBefore": lambda each, value: each["StartDate"] < _moment(value),
    "Owner": lambda each, value: bool(each["Owner"] == value),
    "SessionId": lambda each, value: bool(each["SessionId"] == value),
    "Status": lambda each, value: bool(each["Status"] == value),
    "Target": lambda each, value: bool(each["Target"] == value),
}


def describe_sessions(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """A page of the sessions in a state that every filter accepts, newest first."""
    filters = params.get("Filters") or ()
    strange = [each["key"] for each in filters if each["key"] not in _MATCH]
    if strange:
        raise AwsError("InvalidFilterKey", f"The filter {strange[0]} is not imitated here")
    kept = account.findings.remembered.get("sessions", lambda: list(_sessions(account)))
    wanted = [each for each in kept if (each["Status"] == "Connected") == (params["State"] == "Active")]
    found = [each for each in wanted if all(_MATCH[rule["key"]](each, rule["value"]) for rule in filters)]
    shown, more = page(found, "DescribeSessions", params, _DEFAULT_PAGE)
    return {"Sessions": list(shown), **more}


def _sessions(account: Account) -> Iterator[Mapping[str, Any]]:
    events = [each for each in history_of(account) if each.at > account.started - _KEPT]
    ends = {each.request["sessionId"]: each.at for each in events if each.name == "TerminateSession"}
    yield from (_session(account, each, ends) for each in events if each.name == "StartSession" and not each.error)


def _session(account: Account, event: Event, ends: Mapping[str, datetime]) -> Mapping[str, Any]:
    session_id = event.response["sessionId"]
    ended = ends.get(session_id, event.at + _LONGEST)
    over = {"EndDate": ended, "Status": "Terminated"} if ended <= account.started else {"Status": "Connected"}
    return {
        "SessionId": session_id,
        "Target": event.request["target"],
        "StartDate": event.at,
        "DocumentName": "SSM-SessionManagerRunShell",
        "Owner": f"arn:aws:sts::{account.id}:assumed-role/{event.who.role}/{event.who.session}",
        **over,
    }


def _moment(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise AwsError("InvalidFilterKey", f"{text} is no time") from error
    return read if read.tzinfo else read.replace(tzinfo=UTC)
