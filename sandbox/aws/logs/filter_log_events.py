"""FilterLogEvents on the log of sshd, with patterns of words.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForLogEvents.html
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sandbox.aws import paging
from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError
from sandbox.aws.logs.sshd import GROUP, Line, lines
from sandbox.aws.scale import stable_hex

_MOST = 10_000
# One call looks at so much of the log, whether something is in it or not: that is how pages without a line come about.
_SLICE_MS = 2 * 86_400_000
_TERM = re.compile(r'([?-]?)("(?:[^"\\]|\\.)*"|\S+)')


def filter_log_events(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The lines of a part of the time asked about, and the token of the next part."""
    group = params.get("logGroupName") or params.get("logGroupIdentifier")
    if not group:
        raise AwsError("InvalidParameterException", "Exactly one of logGroupName and logGroupIdentifier is needed")
    if params.get("logStreamNames") and params.get("logStreamNamePrefix"):
        raise AwsError("InvalidParameterException", "logStreamNames and logStreamNamePrefix exclude each other")
    if group != GROUP or not account.enabled:
        raise AwsError("ResourceNotFoundException", "The specified log group does not exist.")
    start, end = params.get("startTime", 0), params.get("endTime", int(datetime.now(UTC).timestamp() * 1000))
    key = paging.query_key({"operation": "FilterLogEvents", **params, "limit": 0})
    try:
        place = paging.read(params.get("nextToken"), key)
    except paging.InvalidTokenError as error:
        raise AwsError("InvalidParameterException", "The specified nextToken is invalid.") from error
    kept: Sequence[Line] = account.findings.remembered.get("sshd", lambda: lines(account))
    begin = max(start + place.offset, _ms(kept[0]) if kept and not place.offset else 0)
    until = min(begin + _SLICE_MS, end)
    inside = [each for each in kept if begin <= _ms(each) < until or _ms(each) == end == until]
    found = [each for each in inside if _is_wanted(each, params)]
    shown = found[: params.get("limit", _MOST)]
    onward = _ms(found[len(shown)]) if len(found) > len(shown) else until
    more = onward < end
    rest = {"nextToken": paging.token(paging.Place(onward - start, place.page + 1), key)} if more else {}
    return {"events": [_event(each) for each in shown], "searchedLogStreams": [], **rest}


def _is_wanted(line: Line, params: Mapping[str, Any]) -> bool:
    names = params.get("logStreamNames")
    in_stream = line.stream in names if names else line.stream.startswith(params.get("logStreamNamePrefix", ""))
    return in_stream and _matches(params.get("filterPattern", ""), line.text)


def _matches(pattern: str, text: str) -> bool:
    if pattern.lstrip().startswith(("{", "[", "%")):
        raise AwsError("InvalidParameterException", "Only patterns of words are imitated here")
    terms = [(sign, word.strip('"')) for sign, word in _TERM.findall(pattern)]
    needed = [word for sign, word in terms if not sign]
    optional = [word for sign, word in terms if sign == "?"]
    denied = [word for sign, word in terms if sign == "-"]
    # Beside words that are needed, optional ones do not count.
    either = bool(needed) or not optional or any(word in text for word in optional)
    return all(word in text for word in needed) and either and not any(word in text for word in denied)


def _event(line: Line) -> Mapping[str, Any]:
    return {
        "logStreamName": line.stream,
        "timestamp": _ms(line),
        "message": line.text,
        "ingestionTime": _ms(line) + 1_200,
        "eventId": str(int(stable_hex(f"line/{line.at.timestamp()}/{line.text}", 14), 16)),
    }


def _ms(line: Line) -> int:
    return int(line.at.timestamp() * 1000)
