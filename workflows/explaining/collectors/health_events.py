"""What AWS says is wrong with its own services."""

from core.causes.evidence import Evidence
from core.causes.subject import Subject
from services.aws.health_events import HealthEvent, HealthEvents, NoSupportPlan
from workflows.explaining.case import Case, Gathered, unasked

# AWS Health's words for the services that the alert's things belong to.
_SERVICES = {
    "instance_id": ("EC2", "EBS"),
    "volume_id": ("EBS", "EC2"),
    "group": ("AUTOSCALING", "EC2"),
    "balancer": ("ELASTICLOADBALANCING",),
    "target_group": ("ELASTICLOADBALANCING",),
    "db": ("RDS",),
    "db_cluster": ("RDS",),
    "cluster": ("ECS", "EKS"),
    "function": ("LAMBDA",),
    "queue": ("SQS",),
    "table": ("DYNAMODB",),
    "certificate_arn": ("ACM",),
}
# An issue of another service may still be behind it, since they build on one another.
_ELSEWHERE = 0.4


class HealthCollector:
    """Asks AWS Health about a region."""

    about = "events at AWS (AWS Health)"

    def __init__(self, health: HealthEvents, region: str) -> None:
        self._health = health
        self._region = region

    def collect(self, case: Case) -> Gathered:
        """Issues that are open now; those of the alert's own services count in full."""
        try:
            events = self._health.open_issues(case.alert.region or self._region)
        except NoSupportPlan:
            return unasked(self.about, "the account's support plan has no AWS Health API")
        ours = _services_of(case.subject)
        return Gathered(evidence=tuple(_fact(each, 1.0 if each.service in ours else _ELSEWHERE) for each in events))


def _services_of(subject: Subject) -> frozenset[str]:
    return frozenset(service for name in subject.values() for service in _SERVICES.get(name, ()))


def _fact(event: HealthEvent, strength: float) -> Evidence:
    return Evidence(
        kind="health_event",
        source="AWS Health",
        said=f"AWS Health tells of {event.code} for {event.service}.",
        component=event.service,
        first_seen=event.began,
        strength=strength,
        values={"aws_event": event.code, "aws_service": event.service},
    )
