"""Notices that AWS services send to SNS in formats of their own: RDS, Auto Scaling, ElastiCache.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html
https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-sns-notifications.html
"""

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.alerts.levels import state_of
from core.alerts.making import account_of, labels_of, make, place_of, region_of
from core.alerts.reading import Json, first_word
from core.alerts.times import moment

_BAD = ("fail", "error", "crash", "shutdown", "exceed", "low", "unable", "restart", "full", "recovery")


def recognises(payload: Json) -> bool:
    """Whether it is such a notice."""
    return "Event Source" in payload or ("AutoScalingGroupName" in payload and "Event" in payload)


def read(payload: Json) -> list[Alert]:
    """The notice."""
    if "Event Source" in payload:
        return [_rds(payload)]
    group, event = first_word(payload, "AutoScalingGroupName"), first_word(payload, "Event")
    failed = "ERROR" in event.upper()
    arn = first_word(payload, "AutoScalingGroupARN")
    return [
        make(
            "autoscaling notice",
            (first_word(payload, "AccountId"), group, event.removesuffix("_ERROR")),
            f"{group}: {event.rsplit(':', 1)[-1].replace('_', ' ').lower()}",
            message="\n".join(filter(None, (first_word(payload, "Description"), first_word(payload, "Cause")))),
            state=AlertState.FIRING if failed else AlertState.UNKNOWN,
            severity=AlertLevel.HIGH if failed else AlertLevel.INFO,
            service=group,
            resource=arn or group,
            account=account_of(payload.get("AccountId"), place_of(arn).account),
            at=moment(first_word(payload, "Time", "StartTime")),
            labels=labels_of(payload),
            namespace="aws.autoscaling",
            event_type=event,
        )
    ]


def _rds(payload: Json) -> Alert:
    said, name = first_word(payload, "Event Message"), first_word(payload, "Source ID")
    arn = first_word(payload, "Source ARN")
    bad = any(word in said.lower() for word in _BAD)
    state = state_of(said) if not bad else AlertState.FIRING
    return make(
        "rds notice",
        (arn or name, first_word(payload, "Event ID") or said),
        f"{name}: {said}",
        message=said,
        state=state if bad else AlertState.UNKNOWN,
        severity=AlertLevel.UNKNOWN if bad else AlertLevel.INFO,
        service=name,
        resource=arn or name,
        account=place_of(arn).account,
        region=region_of(place_of(arn).region),
        at=moment(first_word(payload, "Event Time")),
        labels={"source": payload["Event Source"], "event": first_word(payload, "Event ID")},
        links=[first_word(payload, "Identifier Link"), first_word(payload, "Event ID")],
        namespace="aws.rds",
        event_type=first_word(payload, "Event ID").rpartition("#")[2],
    )
