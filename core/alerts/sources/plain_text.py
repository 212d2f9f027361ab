"""Texts that are no JSON: SNS messages of people and of services that write sentences or `Name='value'` lines."""

import re

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.alerts.levels import level_of, state_of
from core.alerts.making import account_of, lasting, make, place_of, region_of
from core.alerts.reading import Json, first_word, word
from core.alerts.times import moment

_PAIR = re.compile(r"^([A-Za-z ]{2,40}?)\s*[=:]\s*'?([^'\n]{1,300}?)'?\s*$", re.MULTILINE)
_FIRST = re.compile(r"^\W*(\w+)")


def read(said: str, outer: Json) -> list[Alert]:
    """The text as an alert; its envelope gives the subject, the time and the topic or queue."""
    pairs = dict(_PAIR.findall(said[:20_000])[:40])
    subject = first_word(outer, "Subject")
    topic = first_word(outer, "TopicArn", "eventSourceARN", "deliveryStreamArn")
    title = subject or word(pairs.get("title")) or word(said.partition("\n")[0]) or "Message without text"
    resource = place_of(*pairs.values(), said).resource
    place = place_of(resource, topic)
    severity = next((value for name, value in pairs.items() if name.lower() in {"severity", "priority", "level"}), "")
    status = next((value for name, value in pairs.items() if "status" in name.lower() or name.lower() == "state"), "")
    return [
        make(
            "text",
            (topic, lasting(title), lasting(said.partition("\n")[0]), resource),
            title,
            message=said,
            state=_state(status, title),
            severity=level_of(severity) if severity else AlertLevel.UNKNOWN,
            sent_severity=severity,
            service=topic.rpartition(":")[2],
            resource=resource or topic,
            account=account_of(place.account),
            region=region_of(first_word(outer, "awsRegion"), place.region),
            at=moment(
                outer.get("Timestamp")
                or first_word(outer, "attributes.SentTimestamp", "kinesis.approximateArrivalTimestamp")
            ),
            labels=pairs,
            links=[said],
        )
    ]


def _state(status: str, title: str) -> AlertState:
    first = _FIRST.match(title)
    for said in (
        status,
        first.group(1) if first and title.strip()[len(first.group(0)) :].lstrip()[:1] in {":", "]"} else "",
    ):
        if (state := state_of(said)) is not AlertState.UNKNOWN:
            return state
    return AlertState.FIRING
