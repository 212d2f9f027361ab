"""Whether a target gets requests: its registration, its machine and the answers of its service.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
"""

from dataclasses import dataclass

from moto.elbv2.models import FakeTargetGroup

from sandbox.aws.account import Account
from sandbox.aws.elbv2.targets import Target

_REGISTERING_S = 3.0


@dataclass(frozen=True, slots=True)
class Health:
    """The state of a target, with its reason unless it is healthy."""

    state: str
    reason: str = ""
    description: str = ""


NOT_REGISTERED = Health("unused", "Target.NotRegistered", "Target is not registered to the target group")
_NOT_IN_USE = Health(
    "unused", "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer"
)
_DRAINING = Health("draining", "Target.DeregistrationInProgress", "Target deregistration is in progress")
_REGISTERING = Health("initial", "Elb.RegistrationInProgress", "Target registration is in progress")
_CHECKING = Health("initial", "Elb.InitialHealthChecking", "Initial health checks in progress")
_TIMEOUT = Health("unhealthy", "Target.Timeout", "Request timed out")
_FAILING = Health("unhealthy", "Target.FailedHealthChecks", "Health checks failed")
_BROKEN = Health("unhealthy", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [502]")


def health_of(account: Account, group: FakeTargetGroup, target: Target, state: str) -> Health:
    """The health of a registered target; `state` is EC2's of its machine."""
    if target.drained:
        return _DRAINING
    if not group.load_balancer_arns:
        return _NOT_IN_USE
    if state not in ("running", "pending"):
        return Health("unused", "Target.InvalidState", f"Target is in the {state} state")
    return _new(account, group, target) or _checked(account, group, target, state)


def _new(account: Account, group: FakeTargetGroup, target: Target) -> Health | None:
    """The health of a target that was registered a moment ago: the first check that passes makes it healthy."""
    now, interval = account.timeline.now(), account.timeline.span(int(group.health_check_interval_seconds))
    if now < target.registered + account.timeline.span(_REGISTERING_S):
        return _REGISTERING
    return _CHECKING if now < target.registered + interval else None


def _checked(account: Account, group: FakeTargetGroup, target: Target, state: str) -> Health:
    """What the checks say; after a boot several in a row have to pass."""
    now, life = account.timeline.now(), account.life(target.id)
    if state == "pending" or life.booting(now):
        return _TIMEOUT
    if not life.serving:
        return _BROKEN
    checks_s = int(group.health_check_interval_seconds) * int(group.healthy_threshold_count)
    if life.up_at and target.registered < life.up_at and now < life.up_at + account.timeline.span(checks_s):
        return _FAILING
    return Health("healthy")
