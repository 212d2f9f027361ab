"""LookupEvents: the management events of the last 90 days, newest first."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.aws import paging
from sandbox.aws.account import Account
from sandbox.aws.cloudtrail.event import Event, listed
from sandbox.aws.cloudtrail.happenings import history_of
from sandbox.aws.cloudtrail.limit import Limit
from sandbox.aws.cloudtrail.trail import Trail
from sandbox.aws.errors import AwsError

_DEFAULT_PAGE = 50
_KEPT = timedelta(days=90)
_LAG_S = 300.0
_LIMIT = Limit()
_VALUES: Mapping[str, Callable[[Event], Collection[str]]] = {
    "AccessKeyId": lambda event: (event.access_key,),
    "EventId": lambda event: (event.id,),
    "EventName": lambda event: (event.name,),
    "EventSource": lambda event: (f"{event.source}.amazonaws.com",),
    "ReadOnly": lambda event: ("true" if event.read_only else "false",),
    "ResourceName": lambda event: [name for _, name in event.resources],
    "ResourceType": lambda event: [kind for kind, _ in event.resources],
    "Username": lambda event: (event.username,),
}


def lookup_events(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """A page of the events that the one attribute and the time range accept."""
    if not _LIMIT.allows((account.id, account.region)):
        raise AwsError("ThrottlingException", "Rate exceeded")
    attributes = params.get("LookupAttributes") or ()
    if len(attributes) > 1:
        raise AwsError("InvalidLookupAttributesException", "Only one lookup attribute can be specified")
    begin, end = _range(account, params)
    found = _found(account, attributes, begin, end) if not params.get("EventCategory") else []
    key = paging.query_key({"operation": "LookupEvents", **params})
    try:
        place = paging.read(params.get("NextToken"), key)
    except paging.InvalidTokenError as error:
        raise AwsError("InvalidNextTokenException", "The next token is invalid") from error
    shown, following = paging.cut(found, place, params.get("MaxResults", _DEFAULT_PAGE))
    rest = {"NextToken": paging.token(following, key)} if following else {}
    return {"Events": [listed(account, event) for event in shown], **rest}


def _range(account: Account, params: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """An event is there some minutes after it happened, and for 90 days."""
    now = datetime.now(UTC)
    begin, end = (params.get(name) for name in ("StartTime", "EndTime"))
    if begin is not None and end is not None and begin > end:
        raise AwsError("InvalidTimeRangeException", "The start time is after the end time")
    oldest, newest = now - _KEPT, now - account.timeline.span(_LAG_S)
    return (
        max(oldest, datetime.fromtimestamp(begin, UTC)) if begin is not None else oldest,
        min(newest, datetime.fromtimestamp(end, UTC)) if end is not None else newest,
    )


def _found(
    account: Account, attributes: Sequence[Mapping[str, str]], begin: datetime, end: datetime
) -> Sequence[Event]:
    wanted = attributes[0] if attributes else {"AttributeKey": "", "AttributeValue": ""}
    key, value = wanted["AttributeKey"], wanted["AttributeValue"]
    since = sorted(account.state.of(Trail).events, key=lambda event: (event.at, event.id), reverse=True)
    found = (*(event for event in since if not key or value in _VALUES[key](event)), *_kept(account, key, value))
    return [event for event in found if begin <= event.at <= end]


def _kept(account: Account, key: str, value: str) -> Sequence[Event]:
    """What happened before the start and has a value, newest first; each attribute is sorted out once."""
    history = history_of(account)
    if not key:
        return history
    return account.findings.remembered.get(f"history/{key}", lambda: _by_value(history, key)).get(value, ())


def _by_value(history: Sequence[Event], key: str) -> Mapping[str, Sequence[Event]]:
    found: dict[str, list[Event]] = {}
    for event in history:
        for value in _VALUES[key](event):
            found.setdefault(value, []).append(event)
    return found
