"""EventBridge events of any source; findings and health events are read in files of their own.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
"""

import re

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.alerts.levels import level_of, state_of
from core.alerts.making import account_of, labels_of, make, place_of, region_of
from core.alerts.reading import Json, find, items, mapping, names, plain, walk, word
from core.alerts.times import moment

_STATE = names(
    "newevaluationresult.compliancetype compliancetype desiredstatus scanresultstatus state status laststatus "
    "statuscode buildstatus scanstatus eventtypecode result severity eventname event"
)
_THING = names(
    "instanceid ec2instanceid dbinstanceidentifier sourceidentifier servicename group autoscalinggroupname jobname"
    " functionname deploymentgroup application projectname pipeline stage action repositoryname bucketname checkname"
    " resourceid configrulename volumeid snapshotid stackid statemachinearn loadbalancername targetgroup jobqueue"
    " sourcearn clusterarn bucket key objectkey name username domain cluster nodegroup configurationname"
)
_SAYS = [
    "description",
    "statusmessage",
    "message",
    "statusreason",
    "stoppedreason",
    "reason",
    "cause",
    "eventdescription",
    "errormessage",
]
_OUTCOMES = re.compile(
    r"\b(un)?success\w*|\bfail\w*|\bcompleted?\b|\bstarted\b|\bcreated\b|\bterminated?\b", re.IGNORECASE
)
_TROUBLE = re.compile(
    r"unsuccessful|fail|unable|error|crash|outofmemory|unreachable|impaired|denied|interruption|low storage|exhaust"
    r"|warning",
    re.IGNORECASE,
)
# In a state of EventBridge these are ordinary life, and no good news about anything that was bad before.
_ORDINARY = frozenset(
    {"pending", "running", "started", "inprogress", "submitted", "starting", "runnable", "queued", "ready"}
)


def recognises(payload: Json) -> bool:
    """Whether it has the fields of an event; a source is sometimes left out where an input was transformed."""
    return "detail-type" in payload and ("detail" in payload or "source" in payload)


def read(payload: Json) -> list[Alert]:
    """The event."""
    detail, kind = mapping(payload.get("detail")), word(payload.get("detail-type"))
    source = word(payload.get("source"))
    place = place_of(*items(payload.get("resources")), find(detail, "resourceid", "arn", "sourcearn"))
    resource = place.resource or next(iter(map(word, items(payload.get("resources")))), "")
    named = thing(detail)
    said = find(detail, *_STATE)
    state = _state(kind, said, _sentences(detail) + find(detail, "eventcategories"))
    level = _severity(detail, state)
    if level in {AlertLevel.CRITICAL, AlertLevel.HIGH}:
        state = AlertState.FIRING  # what is over is the look, such as a scan, and it found something
    about = _last(named) or _last(resource)
    return [
        make(
            "event",
            (payload.get("account"), payload.get("region"), source, _family(kind), *(_identity(detail) or [resource])),
            f"{kind}: {about}" + (f" ({said})" if said and said not in kind else "") if about else kind,
            message=_sentences(detail) or _facts(detail),
            state=state,
            severity=level,
            sent_severity=find(detail, "severity", "severitylabel", "priority"),
            service=about or source.removeprefix("aws."),
            resource=resource or named,
            account=account_of(payload.get("account"), place.account),
            region=region_of(payload.get("region"), place.region),
            at=moment(payload.get("time")),
            ended=moment(payload.get("time")),
            labels=labels_of(detail, {"event": payload.get("id"), "state": said}),
            links=[value for _, _, value in walk(detail) if isinstance(value, str) and value.startswith("http")],
            namespace=source,
            event_type=kind,
        )
    ]


def thing(detail: object) -> str:
    """What an event is about, by its own id or name; empty where it says no such thing."""
    return find(detail, *_THING, depth=3)


def _identity(detail: Json) -> list[str]:
    """What tells one thing from another of the same kind: ids and names, not counters, times, states or run ids."""
    named = {key: word(value) for _, key, value in walk(detail, 2) if key in _THING and word(value)}
    if "autoscalinggroupname" in named:
        named.pop("ec2instanceid", "")  # a group that could launch nothing is well again when it launches another
    return [f"{key}={named[key]}" for key in sorted(named)]


def _family(kind: str) -> str:
    """The kind of event without its outcome, so that what ends something belongs to what began it."""
    return " ".join(_OUTCOMES.sub("", kind).lower().split())


def _state(kind: str, said: str, sentences: str) -> AlertState:
    """The outcome that the event names; its kind says it where the detail does not, or says only that it goes on."""
    if plain(said) not in _ORDINARY and (state := state_of(said)) is not AlertState.UNKNOWN:
        return state
    lowered = kind.lower()
    if "successful" not in lowered.replace("unsuccessful", "") and _TROUBLE.search(f"{kind} {sentences}"):
        return AlertState.FIRING
    return AlertState.RESOLVED if "successful" in lowered else AlertState.UNKNOWN


def _severity(detail: Json, state: AlertState) -> AlertLevel:
    said = find(detail, "severity", "severitylabel", "priority")
    if (level := level_of(said)) is not AlertLevel.UNKNOWN:
        return level
    counts = {level_of(key): value for _, key, value in walk(detail, 2) if isinstance(value, int) and value > 0}
    for level in (AlertLevel.CRITICAL, AlertLevel.HIGH):
        if level in counts:
            return level
    return AlertLevel.UNKNOWN if state is AlertState.FIRING else AlertLevel.INFO


def _sentences(detail: Json) -> str:
    """What the event says in words, of its parts too, such as why each container stopped."""
    said = [word(value) for _, key, value in walk(detail, 3) if key in _SAYS]
    return "\n".join(list(dict.fromkeys(filter(None, said)))[:6])


def _last(name: str) -> str:
    """The part of an ARN that people know, and a service of ECS by its name; any other name as it is."""
    if name.startswith("arn:"):
        return name.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    return name.removeprefix("service:")


def _facts(detail: Json) -> str:
    return "\n".join(f"{key}: {said}" for key, value in detail.items() if (said := word(value)))
