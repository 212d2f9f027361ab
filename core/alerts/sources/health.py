"""AWS Health events.

https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
"""

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.alerts.levels import state_of
from core.alerts.making import account_of, make, region_of
from core.alerts.reading import Json, at, first_word, items, mapping, objects, word
from core.alerts.times import moment

_LEVELS = {"issue": AlertLevel.HIGH, "scheduledChange": AlertLevel.MEDIUM, "accountNotification": AlertLevel.LOW}


def recognises(payload: Json) -> bool:
    """Whether it is such an event."""
    return payload.get("source") == "aws.health" and "detail" in payload


def read(payload: Json) -> list[Alert]:
    """The event."""
    detail = mapping(payload.get("detail"))
    code, category = word(detail.get("eventTypeCode")), word(detail.get("eventTypeCategory"))
    described = [first_word(one, "latestDescription") for one in objects(detail.get("eventDescription"))]
    entities = [first_word(one, "entityValue") for one in objects(detail.get("affectedEntities"))]
    state = state_of(first_word(detail, "statusCode"))
    things = list(filter(None, [*entities, *map(word, items(payload.get("resources")))]))
    return [
        make(
            "health event",
            (first_word(detail, "eventArn") or code, detail.get("affectedAccount"), payload.get("account")),
            f"{word(detail.get('service'))}: {code.replace('_', ' ').lower()}",
            message="\n".join([*filter(None, described), *things[:10]]),
            state=AlertState.FIRING if state is AlertState.UNKNOWN else state,
            severity=_LEVELS.get(category, AlertLevel.UNKNOWN),
            sent_severity=category,
            service=detail.get("service"),
            resource=next(iter(things), ""),
            account=account_of(detail.get("affectedAccount"), payload.get("account")),
            region=region_of(detail.get("eventRegion"), payload.get("region")),
            at=moment(detail.get("startTime")) or moment(payload.get("time")),
            ended=moment(detail.get("endTime")),
            labels={"category": category, "code": code, "entities": len(entities) or None},
            links=[at(detail, "eventMetadata", "url"), *described],
            namespace="aws.health",
            event_type=code,
        )
    ]
