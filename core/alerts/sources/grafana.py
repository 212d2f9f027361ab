"""Grafana's legacy alert webhook, and its alert rules as its API shows them.

https://grafana.com/docs/grafana/v8.5/alerting/old-alerting/notifications/#webhook
"""

from core.alerts.alert import Alert, AlertState
from core.alerts.levels import state_of
from core.alerts.making import labels_of, make, tags_of
from core.alerts.reading import Json, find, first_word, mapping, objects, word


def recognises(payload: Json) -> bool:
    """Whether it is an alert of one of the two shapes."""
    return ("ruleName" in payload and ("evalMatches" in payload or "ruleId" in payload or "ruleUrl" in payload)) or (
        "noDataState" in payload and "condition" in payload
    )


def read(payload: Json) -> list[Alert]:
    """The alert."""
    tags = labels_of(tags_of(payload.get("tags")), mapping(payload.get("labels")), _settings(payload))
    matches = objects(payload.get("evalMatches"))
    state = state_of(first_word(payload, "state"))
    name = first_word(payload, "ruleName", "title")
    return [
        make(
            "grafana",
            (
                first_word(payload, "orgId"),
                first_word(payload, "ruleId", "uid") or name,
                sorted(_identity(payload).items()),
            ),
            name,
            message="\n".join(
                [
                    first_word(payload, "message") or find(payload.get("annotations"), "description", "summary"),
                    *(f"{first_word(one, 'metric')} = {first_word(one, 'value')}" for one in matches[:10]),
                ]
            ).strip(),
            state=AlertState.FIRING if state is AlertState.UNKNOWN else state,
            sent_severity=tags.get("severity") or tags.get("priority") or "",
            service=tags.get("service") or tags.get("monitor") or "",
            labels=labels_of(tags, *(mapping(one.get("tags")) for one in matches)),
            links=[payload.get("ruleUrl"), payload.get("imageUrl")],
            metrics=[one.get("metric") for one in matches],
            expression=find(payload.get("data"), "expr", "query", "rawsql", "expression"),
        )
    ]


def _identity(payload: Json) -> dict[str, str]:
    return {key: value for key, value in labels_of(mapping(payload.get("labels"))).items() if key != "severity"}


def _settings(payload: Json) -> dict[str, object]:
    return {key: word(payload.get(key)) for key in ("for", "for_", "folderUID", "ruleGroup") if word(payload.get(key))}
