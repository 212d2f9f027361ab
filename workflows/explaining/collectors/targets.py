"""What the health checks of a load balancer say of its targets."""

from collections.abc import Iterator, Sequence

from core.causes.evidence import Evidence
from core.errors import NotFound
from services.aws.load_balancers import LoadBalancers, TargetGroup, TargetHealth
from workflows.explaining.case import Case, Gathered, unasked

# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
_COUNTED = frozenset({"healthy", "unhealthy"})
_SILENT = "Target.Timeout"
_NAMED = 3


class TargetCollector:
    """Asks Elastic Load Balancing."""

    about = "targets of the load balancer"

    def __init__(self, balancers: LoadBalancers) -> None:
        self._balancers = balancers

    def collect(self, case: Case) -> Gathered:
        """Which targets of the alert's target group, else of its load balancer, fail their checks, and why."""
        subject = case.subject
        if not (subject.target_group or subject.balancer):
            return unasked(self.about, "the alert names no load balancer")
        try:
            groups = (
                self._balancers.group(subject.target_group)
                if subject.target_group
                else self._balancers.groups_of(subject.balancer)
            )
        except NotFound:
            return unasked(self.about, f"there is no {subject.target_group or subject.balancer} any more")
        found = [(group, self._balancers.targets(group.arn)) for group in groups]
        return Gathered(evidence=tuple(fact for group, targets in found for fact in _facts(group, targets)))


def _facts(group: TargetGroup, targets: Sequence[TargetHealth]) -> Iterator[Evidence]:
    counted = [each for each in targets if each.state in _COUNTED]
    failing = [each for each in counted if each.state == "unhealthy"]
    values = {"target_group": group.name, "target_group_arn": group.arn, "targets": str(len(counted))}
    if not failing:
        if counted:
            said = f"All {len(counted)} targets of {group.name} pass their health check."
            yield _fact("targets_healthy", said, group, values)
        return
    first = failing[0]
    values |= {
        "unhealthy": str(len(failing)),
        "target_reason": f"{first.reason} ({first.description.rstrip('.')})" if first.description else first.reason,
        "target_port": first.port,
        "health_path": group.health_path or "/",
    }
    if first.id.startswith("i-"):
        values["instance_id"] = first.id
    named = ", ".join(each.id for each in failing[:_NAMED]) + (", …" if len(failing) > _NAMED else "")
    said = f"{len(failing)} of {len(counted)} targets of {group.name} fail their health check: {named}."
    yield _fact("targets_unhealthy", f"{said} The load balancer says {values['target_reason']}.", group, values)
    silent = [each for each in failing if each.reason == _SILENT]
    if silent:
        said = f"Health checks of {len(silent)} targets of {group.name} get no answer in time."
        yield _fact("targets_timeout", said, group, values)


def _fact(kind: str, said: str, group: TargetGroup, values: dict[str, str]) -> Evidence:
    impact = kind != "targets_healthy"
    source = "Elastic Load Balancing"
    return Evidence(kind=kind, source=source, said=said, component=group.name, impact=impact, values=values)
