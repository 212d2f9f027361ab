"""Datadog's webhook, whose template the team writes itself, and its monitors.

https://docs.datadoghq.com/integrations/webhooks/
"""

import re

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.alerts.levels import level_of, state_of
from core.alerts.making import account_of, labels_of, lasting, make, region_of, tags_of
from core.alerts.reading import Json, find, items, names, walk, word
from core.alerts.times import moment

_OURS = frozenset(names("alerttransition aggregkey alertcyclekey alertmetric alertscope alertquery monitorid"))
_STATES = {
    "triggered": "firing",
    "re-triggered": "firing",
    "recovered": "resolved",
    "no data": "firing",
    "warn": "firing",
}
_METRIC = re.compile(r":\s*([a-z][\w.]*\.[\w.]+)\s*\{")


def recognises(payload: Json) -> bool:
    """Whether it uses the names of Datadog's template variables, or is a monitor."""
    keys = {key for _, key, _ in walk(payload, 1)}
    return len(keys & _OURS) > 1 or ("monitorid" in keys and "query" in keys) or _monitor(payload)


def _monitor(payload: Json) -> bool:
    return "query" in payload and word(payload.get("type")).endswith("alert") and "tags" in payload


def read(payload: Json) -> list[Alert]:
    """The alert of one scope."""
    tags = tags_of(payload.get("tags"))
    title = find(payload, "title", "eventtitle", "alerttitle", "name", "alertname")
    scopes = [word(one) for one in items(payload.get("scopes") or find(payload, "alertscope", "scope"))]
    query = find(payload, "query", "alertquery", "alertmetric")
    sent = find(payload, "severity", "priority", "alertpriority", "alerttype")
    key = find(payload, "aggregkey", "alertcyclekey", "monitorid", "alertid") or lasting(title)
    host = find(payload, "host", "hostname") or tags.get("host", "")
    return [
        make(
            "datadog",
            (key, scopes, host),
            title,
            message=find(payload, "message", "body", "eventmsg", "textonlymsg", "description", lines=True),
            state=_state(payload, title),
            severity=_level(sent),
            sent_severity=sent,
            service=find(payload, "service") or tags.get("service") or host or next(iter(scopes), ""),
            resource=host or next(iter(scopes), ""),
            account=account_of(tags.get("aws_account"), tags.get("account")),
            region=region_of(tags.get("region")),
            at=moment(_number(find(payload, "date", "lastupdated", "timestamp", "dateposix"))),
            labels=labels_of(tags, {f"scope{number or ''}": one for number, one in enumerate(scopes)}, payload),
            links=[find(payload, "link", "url", "eventurl"), find(payload, "snapshot", "image")],
            metrics=_METRIC.findall(query) or [find(payload, "metric", "alertmetric")],
            expression=query,
        )
    ]


def _state(payload: Json, title: str) -> AlertState:
    said = find(payload, "alerttransition", "transition", "overallstate", "alertstatus", "status", "state")
    known = _STATES.get(said.lower())
    state = AlertState(known) if known else state_of(said)
    if state is AlertState.UNKNOWN:
        return AlertState.RESOLVED if title.lower().startswith("[recovered") else AlertState.FIRING
    return state


def _level(said: str) -> AlertLevel:
    """Its priorities go from 1, the worst, to 5; some templates leave out the P."""
    return level_of(f"P{said}" if said.isdigit() else said)


def _number(said: str) -> object:
    return float(said) if said.replace(".", "", 1).isdigit() else said
