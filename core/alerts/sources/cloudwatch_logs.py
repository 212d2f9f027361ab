"""Subscriptions to CloudWatch Logs, unpacked: a batch of lines of one log group that matched one filter.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
"""

import re

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.alerts.levels import level_of
from core.alerts.making import make, tags_of
from core.alerts.reading import Json, find, items, objects, parsed, text, word
from core.alerts.times import moment

_SHOWN = 20
_LEVEL = re.compile(r"\b(FATAL|CRITICAL|EMERG|PANIC|ERROR|SEVERE|WARN(?:ING)?|NOTICE|INFO|DEBUG)\b")
# What differs from line to line of one template: numbers, ids, quoted values.
_VARYING = re.compile(r"0x[0-9a-f]+|[0-9a-f]{8,}(?:-[0-9a-f]+)*|\d+|\"[^\"]*\"|'[^']*'", re.IGNORECASE)


def recognises(payload: Json) -> bool:
    """Whether it is a batch of log lines."""
    return "logGroup" in payload and "logEvents" in payload


def read(payload: Json) -> list[Alert]:
    """One alert per batch; none for the control message by which AWS tries whether anybody listens."""
    if payload.get("messageType") == "CONTROL_MESSAGE":
        return []
    events, group = objects(payload.get("logEvents")), word(payload.get("logGroup"))
    lines = [text(event.get("message")) for event in events]
    level = _worst(lines)
    first = next(filter(None, lines), "")
    times = [when for event in events if (when := moment(event.get("timestamp")))]
    filters = ", ".join(filter(None, map(word, items(payload.get("subscriptionFilters")))))
    return [
        make(
            "cloudwatch logs",
            (payload.get("owner"), group, filters, template(first)),
            f"{group}: {_said(first)}" if first else f"{len(events)} log lines in {group}",
            message="\n".join(lines[:_SHOWN]),
            state=AlertState.FIRING,
            sent_severity=level,
            severity=level_of(level) if level else AlertLevel.UNKNOWN,
            service=group.rstrip("/").rsplit("/", 1)[-1],
            resource=group,
            account=payload.get("owner"),
            at=min(times, default=None),
            labels={
                "log group": group,
                "log stream": payload.get("logStream"),
                "filter": filters,
                "lines": len(events),
                **tags_of(next((event["extractedFields"] for event in events if "extractedFields" in event), None)),
            },
            links=lines[:1],
            namespace="AWS/Logs",
        )
    ]


def template(line: str) -> str:
    """A log line without its numbers, ids and values: the same for what one statement wrote."""
    return " ".join(_VARYING.sub("#", line[:500]).split())


def _worst(lines: list[str]) -> str:
    order = ["FATAL", "CRITICAL", "EMERG", "PANIC", "ERROR", "SEVERE", "WARN", "WARNING", "NOTICE", "INFO", "DEBUG"]
    found = {match for line in lines[:200] for match in _LEVEL.findall(line[:1000])}
    return next((level for level in order if level in found), "")


def _said(line: str) -> str:
    """The message of a line; of a line of JSON the field that holds it."""
    return find(parsed(line), "message", "msg", "error", "errormessage") or line.partition("\n")[0]
