"""Any JSON at all: a title, a message and a severity under any usual name, in any case, at any depth.

Documented for teams in docs/how-to.md; it also reads Google Cloud, Azure, Opsgenie, New Relic, Checkmk, Zabbix, Graylog
and others well enough, because they use the same few words.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.alerts.levels import level_of, level_of_number, state_of
from core.alerts.making import account_of, labels_of, lasting, make, place_of, region_of, tags_of
from core.alerts.reading import Json, find, mapping, names, plain, walk, word
from core.alerts.times import moment

_TITLE = names(
    "title alerttitle messagetitle eventdefinitiontitle alertname alertrule rulename headline subject summary"
    " problemtitle eventname problemname conditionname triggername monitorname checkname policyname"
)
_NAME = names("name rule check test what")
_MESSAGE = names(
    "message description body text details messagebody output msg content summary reason longoutput errormessage "
    "eventdefinitiondescription detail statusmessage comment documentation note"
)
_SEVERITY = names(
    "severity alertseverity eventseverity triggerseverity sev severitylevel priority level alertlevel criticality"
    " urgency impact importance"
)
_STATE = names(
    "status state eventstatus triggerstatus problemstatus alertstate alertstatus currentstate monitorcondition"
    " eventtype action alertaction notificationtype statusextended transition event resolved firing isresolved"
)
_SERVICE = names(
    "service servicename application applicationname app component subsystem project impactedentity entity "
    "resourcedisplayname resourcename monitor cluster host hostname computer server instance node agentname "
    "device target"
)
_RESOURCE = [
    "arn",
    "resourcearn",
    "resourceid",
    "resource",
    "instanceid",
    "entityid",
    "alarmarn",
    "target",
    "host",
    "hostname",
    "ipaddress",
    "url",
]
_KEY = names(
    "fingerprint dedupkey dedupekey deduplicationkey alias incidentkey alertkey aggregkey correlationid "
    "correlationkey incidentid alertid problemid ruleid monitorid eventdefinitionid checkid policyid triggerid "
    "groupkey"
)
_WHEN = names(
    "startsat startedat starttime startdatetime firedat firstseen firstoccurrence timestamp eventtime time "
    "createdat created datetime date triggeredat occurredat datestart longdatetime openedat at ts"
)
_ENDED = names("endsat endedat endtime resolvedat closedat clearedat resolveddatetime")
_QUERY = names("expr expression query ruleexpression detectoncondition condition searchquery alertquery")
_METRIC = names("metric metricname originatingmetric metrickey metrictype")
_BRACKETED = re.compile(r"\[[^\]\w]*(up|down)\W*\]", re.IGNORECASE)
_OVER = ("[resolved", "resolved", "[ok", "ok:", "[recovered", "recovered", "manually resolved")
_LINK = ("url", "link", "href", "uri")
_TAGS = (
    "labels",
    "tags",
    "annotations",
    "attributes",
    "customdetails",
    "fields",
    "userlabels",
    "policyuserlabels",
    "extra",
)


def recognises(payload: Json) -> bool:
    """Whatever it is, it can be read."""
    return isinstance(payload, Mapping)


def read(payload: Json) -> list[Alert]:
    """The alert."""
    labels = _labels(payload)
    message = find(payload, *_MESSAGE, lines=True)
    title = find(payload, *_TITLE) or find(payload, *_NAME, depth=0)
    title = title or message.partition("\n")[0] or find(payload, *_NAME)
    service = find(payload, *_SERVICE) or labels.get("service", "") or labels.get("app", "")
    resource = _resource(payload)
    said = find(payload, *_SEVERITY)
    state = _state(payload, title, message)
    key = find(payload, *_KEY) or (lasting(title or message), service, resource, _lasting_labels(labels))
    place = place_of(resource)
    return [
        make(
            "generic",
            (key,),
            title or _described(payload),
            message=message or _facts(payload),
            state=state,
            severity=_severity(said, state),
            sent_severity=said,
            service=service,
            resource=resource,
            account=account_of(find(payload, "accountid", "awsaccountid", "account", "awsaccount"), place.account),
            region=region_of(find(payload, "region", "awsregion"), place.region),
            at=_when(payload, _WHEN),
            ended=_when(payload, _ENDED),
            labels=labels,
            links=[value for _, key, value in walk(payload) if key.endswith(_LINK)],
            namespace=find(payload, "namespace", "eventsource"),
            metrics=[find(payload, *_METRIC)],
            event_type=find(payload, "detailtype", "eventtype", "alerttype", "type"),
            expression=find(payload, *_QUERY),
        )
    ]


def _labels(payload: Json) -> dict[str, str]:
    """What the sender calls labels or tags, then the scalars at the top."""
    nested = [tags_of(value) for _, key, value in walk(payload, 3) if key in _TAGS]
    return labels_of(*nested, mapping(payload))


def _lasting_labels(labels: dict[str, str]) -> list[str]:
    """Labels that name things; those that tell how it is, when and in which words may change while it is the same."""
    changing = {*_TITLE, *_MESSAGE, *_SEVERITY, *_STATE, *_WHEN, *_ENDED, *_SERVICE, *_RESOURCE, "id", "uuid", "value"}
    ordinary = {
        "environment",
        "env",
        "team",
        "region",
        "namespace",
        "pod",
        "job",
        "device",
        "mountpoint",
        "queue",
        "topic",
    }
    return sorted(f"{key}={value}" for key, value in labels.items() if plain(key) in ordinary - changing)


def _resource(payload: Json) -> str:
    named = next((value for _, _, value in walk(payload) if isinstance(value, str) and place_of(value).resource), "")
    return place_of(named).resource or find(payload, *_RESOURCE)


def _severity(said: str, state: AlertState) -> AlertLevel:
    if said.replace(".", "", 1).isdigit():
        # Opsgenie, Datadog and most others count priorities from 1, the worst; larger numbers are scores.
        number = float(said)
        return level_of(f"p{int(number)}") if number <= 5 else level_of_number(said, worst=10, least=0)  # noqa: PLR2004
    level = level_of(said)
    return AlertLevel.INFO if level is AlertLevel.UNKNOWN and state is AlertState.RESOLVED and not said else level


def _state(payload: Json, title: str, message: str) -> AlertState:
    """What a title begins with, else the first word about a state that means one."""
    told: dict[str, tuple[int, AlertState]] = {}
    for depth, key, value in walk(payload):
        if key not in _STATE or key in told:
            continue
        if key in {"resolved", "isresolved", "firing"} and isinstance(value, bool):
            told[key] = depth, AlertState.FIRING if value == (key == "firing") else AlertState.RESOLVED
        elif (state := state_of(word(value))) is not AlertState.UNKNOWN:
            told[key] = depth, state
    lowered = title.lower()
    if lowered.startswith(_OVER):
        return AlertState.RESOLVED
    if bracketed := _BRACKETED.search(f"{title} {message[:200]}"):
        return AlertState.RESOLVED if bracketed.group(1).lower() == "up" else AlertState.FIRING
    if told:
        return min(((depth, _STATE.index(key)), state) for key, (depth, state) in told.items())[1]
    return AlertState.FIRING


def _when(payload: Json, keys: tuple[str, ...]) -> datetime | None:
    found = {key: when for _, key, value in walk(payload) if key in keys and (when := moment(value))}
    return next((found[key] for key in keys if key in found), None)


def _described(payload: Json) -> str:
    """Some words where nothing has the name of a title: the longest text, else the names of the fields."""
    texts = [said for _, _, value in walk(payload) if isinstance(value, str) and " " in (said := word(value))]
    names = ", ".join(map(str, list(payload)[:6]))
    return max(texts, key=len, default="") or (f"Alert with {names}" if names else "Alert without content")


def _facts(payload: Json) -> str:
    return "\n".join(f"{key}: {said}" for key, value in list(payload.items())[:20] if (said := word(value)))
