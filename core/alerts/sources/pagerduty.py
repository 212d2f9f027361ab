"""PagerDuty's webhooks (version 2 and 3), and the events that tools send to it.

https://developer.pagerduty.com/docs/webhooks-overview
https://developer.pagerduty.com/docs/send-alert-event
"""

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.alerts.levels import level_of
from core.alerts.making import account_of, labels_of, lasting, make, place_of, region_of
from core.alerts.reading import Json, at, find, first_word, mapping, objects, word
from core.alerts.times import moment

_STATES = {
    "trigger": AlertState.FIRING,
    "acknowledge": AlertState.ACKNOWLEDGED,
    "resolve": AlertState.RESOLVED,
    "reopen": AlertState.FIRING,
    "escalate": AlertState.FIRING,
    "unacknowledge": AlertState.FIRING,
    "delegate": AlertState.FIRING,
}
_URGENCY = {"high": AlertLevel.HIGH, "low": AlertLevel.LOW}


def recognises(payload: Json) -> bool:
    """Whether it is one of the three."""
    event = mapping(payload.get("event"))
    webhook = word(event.get("event_type")).startswith(("incident.", "service.")) and "data" in event
    older = any(word(one.get("event")).startswith("incident.") for one in objects(payload.get("messages")))
    return webhook or older or ("event_action" in payload and ("payload" in payload or "dedup_key" in payload))


def read(payload: Json) -> list[Alert]:
    """One alert per incident."""
    if "event_action" in payload:
        return [_sent(payload)]
    if messages := objects(payload.get("messages")):
        return [_incident(mapping(one.get("incident")), word(one.get("event")), one) for one in messages]
    event = mapping(payload.get("event"))
    return [_incident(mapping(event.get("data")), word(event.get("event_type")), event)]


def _incident(incident: Json, event: str, envelope: Json) -> Alert:
    service = first_word(incident, "service.summary", "service.name")
    priority, urgency = first_word(incident, "priority.summary", "priority.name"), first_word(incident, "urgency")
    level = level_of(priority) if priority else _URGENCY.get(urgency, AlertLevel.UNKNOWN)
    when = moment(envelope.get("occurred_at") or envelope.get("created_on"))
    return make(
        "pagerduty",
        (first_word(incident, "id", "incident.id") or first_word(incident, "incident_key", "title"),),
        first_word(incident, "title", "summary", "trigger_summary_data.subject", "description") or event,
        message=find(incident, "description", "body", "details"),
        state=_state(event, first_word(incident, "status")),
        severity=level,
        sent_severity=priority or urgency,
        service=service,
        resource=first_word(incident, "id"),
        at=when or moment(first_word(incident, "created_at")),
        ended=when,
        labels=labels_of(
            {"event": event, "urgency": urgency, "number": first_word(incident, "number", "incident_number")},
            {"team": find(incident.get("teams"), "summary"), "assignee": find(incident.get("assignees"), "summary")},
        ),
        links=[first_word(incident, "html_url")],
        event_type=event,
    )


def _sent(payload: Json) -> Alert:
    body = mapping(payload.get("payload"))
    summary, source = first_word(body, "summary"), first_word(body, "source")
    place = place_of(source, first_word(body, "component"))
    return make(
        "pagerduty event",
        (first_word(payload, "dedup_key") or (lasting(summary), source, first_word(body, "component")),),
        summary or first_word(payload, "dedup_key"),
        message=body.get("custom_details"),
        state=_state(word(payload["event_action"]), ""),
        sent_severity=first_word(body, "severity"),
        service=first_word(body, "component", "group") or source,
        resource=source,
        account=account_of(place.account),
        region=region_of(place.region),
        at=moment(first_word(body, "timestamp")),
        labels=labels_of(body, mapping(body.get("custom_details"))),
        links=[first_word(payload, "client_url"), *(at(one, "href") for one in objects(payload.get("links")))],
        event_type=first_word(body, "class"),
    )


def _state(event: str, status: str) -> AlertState:
    verb = event.rpartition(".")[2].lower().removesuffix("ed")
    for said in (verb, f"{verb}e", status.removesuffix("ed"), status.removesuffix("d")):
        if said in _STATES:
            return _STATES[said]
    return AlertState.FIRING
