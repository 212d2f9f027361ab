"""Alertmanager's webhook, and those in its shape: Grafana's unified alerting, SigNoz, Mimir; also single alerts.

https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
https://signoz.io/docs/alerts-management/notification-channel/webhook/
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.alerts.levels import level_of, state_of
from core.alerts.making import account_of, labels_of, make, place_of, region_of
from core.alerts.reading import NOTHING, Json, first_word, mapping, objects, word
from core.alerts.times import moment

_METRIC = re.compile(r"\b[a-z][a-z0-9]*(?:[_:][a-z0-9]+)+\b")
_THINGS = (
    "service",
    "job",
    "app",
    "application",
    "deployment",
    "statefulset",
    "component",
    "pod",
    "instance",
    "host",
    "node",
)
# Labels that say how bad it is or who asks, and may change while it is the same thing.
_PASSING = frozenset({"severity", "priority", "level", "alertstate", "prometheus_replica", "__replica__", "replica"})


def recognises(payload: Json) -> bool:
    """Whether it is a group of alerts with labels, or one of them."""
    grouped = objects(payload.get("alerts"))
    if grouped:
        return any(_labelled(alert) for alert in grouped)
    return _labelled(payload)


def _labelled(alert: Json) -> bool:
    return isinstance(alert.get("labels"), Mapping) and (
        isinstance(alert.get("annotations"), Mapping)
        or "startsAt" in alert
        or "alertname" in mapping(alert.get("labels"))
    )


def read(payload: Json) -> list[Alert]:
    """One alert per alert of the group."""
    alerts = objects(payload.get("alerts"))
    return [_alert(alert, payload) for alert in alerts[:500]] if alerts else [_alert(payload, NOTHING)]


def _alert(alert: Json, group: Json) -> Alert:
    labels = labels_of(mapping(alert.get("labels")), mapping(group.get("commonLabels")))
    notes = labels_of(mapping(alert.get("annotations")), mapping(group.get("commonAnnotations")))
    name = labels.get("alertname") or first_word(alert, "title", "name")
    generator = word(alert.get("generatorURL"))
    expression = first_word(notes, "expr", "query", "__value_string__") or _expression(generator)
    sent = labels.get("severity") or labels.get("priority") or labels.get("level") or first_word(alert, "severity")
    lasting = sorted((key, value) for key, value in labels.items() if key.lower() not in _PASSING)
    resource = next((value for value in labels.values() if value.startswith("arn:")), "")
    return make(
        _kind(labels, generator + word(group.get("externalURL")), group),
        (lasting or first_word(alert, "fingerprint") or name,),
        name or first_word(notes, "summary", "title", "description"),
        message="\n".join(
            dict.fromkeys(filter(None, (notes.get(key, "") for key in ("summary", "description", "message"))))
        ),
        state=_state(alert, group),
        sent_severity=sent,
        severity=level_of(sent) if sent else AlertLevel.UNKNOWN,
        service=next((labels[key] for key in _THINGS if labels.get(key)), ""),
        resource=resource or next((labels[key] for key in ("pod", "instance", "node", "host") if key in labels), ""),
        account=account_of(labels.get("account_id"), labels.get("account"), place_of(resource).account),
        region=region_of(labels.get("region"), labels.get("aws_region"), place_of(resource).region),
        at=moment(alert.get("startsAt")),
        ended=moment(alert.get("endsAt")),
        labels=labels,
        links=[notes.get("runbook_url"), generator, alert.get("dashboardURL"), alert.get("panelURL")],
        namespace=labels.get("namespace", ""),
        metrics=_METRIC.findall(expression)[:8],
        expression=expression,
    )


def _state(alert: Json, group: Json) -> AlertState:
    said = first_word(alert, "status.state", "status", "state") or first_word(group, "status")
    state = state_of(said)
    return AlertState.FIRING if state is AlertState.UNKNOWN else state


def _kind(labels: Mapping[str, str], links: str, group: Json) -> str:
    if "ruleSource" in labels or "signoz" in links.lower():
        return "signoz"
    return "grafana" if "grafana_folder" in labels or "orgId" in group else "prometheus"


def _expression(link: str) -> str:
    """The query that Prometheus puts into the link to its graph (`g0.expr`)."""
    try:
        return parse_qs(urlsplit(link).query).get("g0.expr", [""])[0]
    except ValueError:
        return ""
