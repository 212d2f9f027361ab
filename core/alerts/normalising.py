"""From what a sender sent to alerts: envelopes are opened, and structure says who reads what."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from core.alerts.alert import Alert
from core.alerts.envelopes import Letter, opened
from core.alerts.making import place_of
from core.alerts.reading import Json, first_word
from core.alerts.sources import (
    alertmanager,
    aws_notice,
    aws_record,
    cloudwatch_alarm,
    cloudwatch_logs,
    config_rule,
    datadog,
    eventbridge,
    findings,
    generic,
    grafana,
    health,
    pagerduty,
    plain_text,
    sentry,
)
from core.alerts.times import moment


class Reader(NamedTuple):
    """How one sender's payloads are recognised and read."""

    recognises: Callable[[Json], bool]
    read: Callable[[Json], Sequence[Alert]]


# The narrow ones first: an alarm and a finding are events too, and everything is JSON.
_READERS = tuple(
    Reader(source.recognises, source.read)
    for source in (
        cloudwatch_alarm,
        cloudwatch_logs,
        health,
        findings,
        aws_record,
        eventbridge,
        config_rule,
        aws_notice,
        pagerduty,
        sentry,
        grafana,
        alertmanager,
        datadog,
        generic,
    )
)


def normalise(source: str, payload: object) -> tuple[Alert, ...]:
    """The alerts in a payload, in order; none where the sender only tries whether anybody listens.

    Args:
        source: The receiver's name for the sender; it is kept and not looked at, as payloads say themselves what they
            are.
        payload: Parsed JSON, or a text or bytes that may hold some. Nothing that JSON can hold raises.
    """
    alerts = (alert for letter in opened(payload) for alert in _read(letter))
    return tuple(alert.model_copy(update={"source": source[:128]}) for alert in alerts)


def _read(letter: Letter) -> Sequence[Alert]:
    if letter.text or not letter.payload:
        return plain_text.read(letter.text, letter.outer)
    reader = next(one for one in _READERS if one.recognises(letter.payload))
    return [_placed(alert, letter.outer) for alert in reader.read(letter.payload)]


def _placed(alert: Alert, outer: Json) -> Alert:
    """With what the envelope knows and the letter does not."""
    carrier = place_of(first_word(outer, "TopicArn", "eventSourceARN", "deliveryStreamArn"))
    return alert.model_copy(
        update={
            "service": alert.service or carrier.resource.rpartition(":")[2],
            "resource": alert.resource or carrier.resource,
            "account": alert.account or carrier.account,
            "region": alert.region or carrier.region,
            "at": alert.at or moment(outer.get("Timestamp")),
        }
    )
