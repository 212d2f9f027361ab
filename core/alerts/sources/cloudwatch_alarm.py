"""CloudWatch alarms: as SNS sends them, as EventBridge does, and as a Lambda action gets them.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

from core.alerts.alert import Alert, AlertState
from core.alerts.making import account_of, labels_of, make, place_of, region_of, tags_of
from core.alerts.reading import Json, at, find, first_word, mapping, objects, parsed, word
from core.alerts.times import moment

_STATES = {"ALARM": AlertState.FIRING, "OK": AlertState.RESOLVED}
# An alarm has no severity of its own; teams write it into the name or the description, or tag the alarm.
_NAMED = ("severity", "priority", "sev")


def recognises(payload: Json) -> bool:
    """Whether it is an alarm in one of its shapes."""
    if "AlarmName" in payload:
        return any(key in payload for key in ("NewStateValue", "Trigger", "StateValue", "AlarmRule", "NewStateReason"))
    detail = mapping(payload.get("detail"))
    return "alarmData" in payload or ("alarmName" in detail and "state" in detail)


def read(payload: Json) -> list[Alert]:
    """The alarm."""
    return [_of_sns(payload) if "AlarmName" in payload else _of_event(payload)]


def _of_sns(payload: Json) -> Alert:
    trigger, name, arn = mapping(payload.get("Trigger")), word(payload["AlarmName"]), word(payload.get("AlarmArn"))
    stats = [mapping(at(metric, "MetricStat", "Metric")) for metric in objects(trigger.get("Metrics"))]
    dimensions = tags_of([pair for one in (trigger, *stats) for pair in objects(one.get("Dimensions"))])
    account = account_of(payload.get("AWSAccountId"), place_of(arn).account)
    expressions = [word(metric.get("Expression")) for metric in objects(trigger.get("Metrics"))]
    state = word(payload.get("NewStateValue") or payload.get("StateValue"))
    when = moment(payload.get("StateChangeTime") or payload.get("StateUpdatedTimestamp"))
    return make(
        "cloudwatch alarm",
        (account, place_of(arn).region or word(payload.get("Region")), name),
        name,
        message=_message(payload.get("AlarmDescription"), payload.get("NewStateReason") or payload.get("StateReason")),
        state=_STATES.get(state.upper(), AlertState.UNKNOWN),
        sent_severity=_severity(payload.get("AlarmDescription")),
        service=_service(
            dimensions, word(trigger.get("Namespace")) or first_word(stats[0], "Namespace") if stats else ""
        ),
        resource=arn or name,
        account=account,
        region=region_of(place_of(arn).region, payload.get("Region")),
        at=when,
        ended=when,
        labels={**dimensions, "state": state},
        namespace=first_word(trigger, "Namespace")
        or next(filter(None, (word(one.get("Namespace")) for one in stats)), ""),
        metrics=[trigger.get("MetricName"), *(one.get("MetricName") for one in stats)],
        expression="; ".join([*filter(None, expressions), *filter(None, [word(payload.get("AlarmRule"))])]),
        links=[payload.get("AlarmDescription")],
    )


def _of_event(payload: Json) -> Alert:
    data = mapping(payload.get("detail") or payload.get("alarmData"))
    arn = word(payload.get("alarmArn")) or place_of(*_texts(payload.get("resources"))).resource
    name, state = word(data.get("alarmName")), word(at(data, "state", "value"))
    metrics = [mapping(at(one, "metricStat", "metric")) for one in objects(at(data, "configuration", "metrics"))]
    dimensions = labels_of(*(mapping(one.get("dimensions")) for one in metrics))
    account = account_of(payload.get("account"), payload.get("accountId"), place_of(arn).account)
    namespace = next(filter(None, (word(one.get("namespace")) for one in metrics)), "")
    when = moment(at(data, "state", "timestamp")) or moment(payload.get("time"))
    return make(
        "cloudwatch alarm",
        (account, place_of(arn).region or word(payload.get("region")), name),
        name,
        message=_message(at(data, "configuration", "description"), at(data, "state", "reason")),
        state=_STATES.get(state.upper(), AlertState.UNKNOWN),
        sent_severity=_severity(at(data, "configuration", "description")),
        service=_service(dimensions, namespace),
        resource=arn or name,
        account=account,
        region=region_of(payload.get("region"), place_of(arn).region),
        at=when,
        ended=when,
        labels={**dimensions, "state": state},
        namespace=namespace,
        metrics=[one.get("name") for one in metrics],
        event_type=payload.get("detail-type"),
        expression=first_word(mapping(data.get("configuration")), "alarmRule"),
        links=[at(data, "configuration", "description")],
    )


def _message(description: object, reason: object) -> str:
    return "\n".join(part for part in (word(description), word(reason)) if part)


def _severity(description: object) -> str:
    """What a description says of it as JSON or as `severity: high`; nothing otherwise."""
    if found := parsed(description):
        return find(found, *_NAMED)
    said = tags_of(word(description).replace("=", ":").replace(";", ",").replace(" ", ",").replace(":,", ":"))
    return next((value for name, value in said.items() if name.lower() in _NAMED), "")


def _service(dimensions: dict[str, str], namespace: str) -> str:
    """What the alarm is about: the thing that its dimensions name, else the AWS service."""
    return next(iter(dimensions.values()), "") or namespace.removeprefix("AWS/")


def _texts(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]
