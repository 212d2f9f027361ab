"""Sentry: issues, errors and metric alerts of its integrations, and its older webhook.

https://docs.sentry.io/organization/integrations/integration-platform/webhooks/
"""

from core.alerts.alert import Alert, AlertState
from core.alerts.levels import state_of
from core.alerts.making import labels_of, make, tags_of
from core.alerts.reading import Json, find, first_word, mapping, word
from core.alerts.times import moment

_BODIES = ("issue", "metric_alert", "issue_alert", "error", "event")


def recognises(payload: Json) -> bool:
    """Whether it is one of them."""
    data = mapping(payload.get("data"))
    integration = "action" in payload and any(body in data for body in _BODIES)
    return integration or ("culprit" in payload and ("project" in payload or "project_name" in payload))


def read(payload: Json) -> list[Alert]:
    """The alert."""
    data = mapping(payload.get("data"))
    body = next((mapping(data[name]) for name in _BODIES if name in data), payload)
    event = mapping(payload.get("event")) or body
    tags = tags_of(event.get("tags"))
    title = (
        first_word(data, "description_title")
        or first_word(event, "title", "metadata.title")
        or find(body, "title", "message")
    )
    project = (
        first_word(payload, "project_name", "project")
        or find(body.get("project"), "slug", "name")
        or find(body, "project")
    )
    state = state_of(first_word(payload, "action") or first_word(body, "status"))
    ident = first_word(body, "issue_id", "groupID", "id") or first_word(body, "identifier")
    return [
        make(
            "sentry",
            (project, ident or (title, first_word(body, "culprit"))),
            title,
            message=find(body, "descriptiontext", "message", "culprit") or first_word(event, "logentry.formatted"),
            state=AlertState.FIRING if state is AlertState.UNKNOWN else state,
            sent_severity=first_word(payload, "level") or find(body, "level") or first_word(payload, "action"),
            service=project,
            resource=first_word(body, "culprit"),
            at=moment(event.get("timestamp") or find(event, "datetime", "lastseen", "datestarted")),
            labels=labels_of(tags, {"environment": find(event, "environment"), "platform": find(event, "platform")}),
            links=[find(body, "weburl", "permalink", "url"), word(payload.get("url"))],
            event_type=find(event, "errortype") or tags.get("error.type", ""),
        )
    ]
