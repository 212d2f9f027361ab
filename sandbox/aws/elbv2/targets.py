"""The targets of each group: since when they are registered, and until when they are drained."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from moto.elbv2.models import FakeTargetGroup, elbv2_backends

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError

_DELAY = "deregistration_delay.timeout_seconds"
_LONG_AGO = timedelta(days=1)
Key = tuple[str, int]


@dataclass(slots=True)
class Target:
    """One target; `drained` is when its connections are given up, None while it is registered."""

    id: str
    port: int
    registered: datetime
    drained: datetime | None = None


@dataclass(slots=True)
class Targets:
    """The targets of each group by its ARN, by id and port."""

    known: dict[str, dict[Key, Target]] = field(default_factory=dict)


def group_of(account: Account, arn: str) -> FakeTargetGroup:
    """One target group; raises AwsError."""
    found = elbv2_backends[account.id][account.region].target_groups.get(arn)
    if found is None:
        raise AwsError("TargetGroupNotFound", f"Target groups '{arn}' not found")
    return found


def targets_of(account: Account, group: FakeTargetGroup) -> dict[Key, Target]:
    """The targets of a group that are registered or being drained; those of the seed have been for long."""
    known = account.state.of(Targets).known
    if group.arn not in known:
        since = account.started - _LONG_AGO
        found = (Target(each["Id"], int(each["Port"]), since) for each in group.targets.values())
        known[group.arn] = {(target.id, target.port): target for target in found}
    now, targets = account.timeline.now(), known[group.arn]
    for key in [key for key, each in targets.items() if each.drained and each.drained <= now]:
        del targets[key]
    return targets


def register(account: Account, group: FakeTargetGroup, keys: Iterable[Key]) -> None:
    """Register targets; one that is being drained is taken back, one that is registered stays as it is."""
    targets = targets_of(account, group)
    for target_id, port in keys:
        known = targets.get((target_id, port))
        if known is None or known.drained:
            targets[target_id, port] = Target(target_id, port, account.timeline.now())
            group.targets[target_id] = {"Id": target_id, "Port": port}
            account.effects.add("elbv2:RegisterTargets", target_id)


def deregister(account: Account, group: FakeTargetGroup, keys: Iterable[Key]) -> None:
    """Begin to drain targets; those that are not registered are left out, as the service does."""
    targets = targets_of(account, group)
    for key in keys:
        known = targets.get(key)
        if known and known.drained is None:
            known.drained = account.timeline.now() + account.timeline.span(delay_s(group))
            group.targets.pop(known.id, None)
            account.effects.add("elbv2:DeregisterTargets", known.id)


def delay_s(group: FakeTargetGroup) -> float:
    """How long connections are drained: the deregistration delay of the group."""
    attributes: Mapping[str, object] = group.attributes
    return float(str(attributes.get(_DELAY, 300)))
