"""A draft in words: the plan as people weigh it, and what is left for them to do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from core.answers.resolution import ImmediateAction, PlanSummary
from core.findings import Severity
from core.patching.drafting import Draft
from core.patching.plan import Plan
from core.patching.sorting import Leftover, Way
from core.summaries import counted

_ORDER = list(Severity)


def plan_summary(plan: Plan, digest: str) -> PlanSummary:
    """The plan as it is weighed: what it closes, where, when, how long it takes."""
    labels = {machine.instance_id: machine.name for machine in plan.machines}
    return PlanSummary(
        plan_id=plan.plan_id,
        digest=digest,
        criticality=plan.criticality,
        patch_level=plan.patch_level,
        machines=tuple(labels.values()),
        packages=tuple(sorted({package.name for machine in plan.machines for package in machine.packages})),
        closes=plan.risk.findings,
        known_exploited=plan.risk.known_exploited,
        reasons=plan.risk.reasons,
        waves=tuple(tuple(labels[name] for name in wave.instance_ids) for wave in plan.waves),
        window=plan.window,
        reboot=plan.reboot,
        rollback_approved=plan.rollback_approved,
        expected_minutes=max(1, round(plan.expected_s / 60)),
        not_covered=plan.not_covered,
    )


def immediate_actions(left: Sequence[Leftover], labels: Mapping[str, str]) -> tuple[ImmediateAction, ...]:
    """One action per package and way, over all machines, most severe and most exploited first."""
    grouped: dict[tuple[Way, str], list[Leftover]] = defaultdict(list)
    for each in left:
        grouped[each.way, each.package].append(each)
    made = [_action(way, package, group, labels) for (way, package), group in grouped.items()]
    return tuple(sorted(made, key=lambda each: (-bool(each.known_exploited), _ORDER.index(each.severity), each.action)))


def proposal_summary(draft: Draft, actions: Sequence[ImmediateAction], machines: int) -> str:
    """For example `A patch of 3 of 12 instances closes 31 findings; 18 other findings need people`."""
    left = sum(len(each.vulnerability_ids) for each in actions)
    rest = f"; {counted(left, 'other finding')} need{'s' if left == 1 else ''} people" if left else ""
    plan = draft.plan
    if plan is None:
        return f"Nothing can be installed on {counted(machines, 'instance')}{rest}"
    known = f", {plan.risk.known_exploited} known exploited" if plan.risk.known_exploited else ""
    of = f"{len(plan.machines)} of {counted(machines, 'instance')}"
    return f"A patch of {of} closes {counted(plan.risk.findings, 'finding')}{known}{rest}"


def _action(way: Way, package: str, group: Sequence[Leftover], labels: Mapping[str, str]) -> ImmediateAction:
    machines = tuple(dict.fromkeys(labels.get(each.instance_id, each.instance_id) for each in group))
    verb = {Way.APPLICATION: "Upgrade", Way.MITIGATE: "Mitigate", Way.HELD: "Decide on"}.get(way, "Look into")
    return ImmediateAction(
        action=f"{verb} {package} on {counted(len(machines), 'instance')}",
        way=way,
        severity=min((each.severity for each in group), key=_ORDER.index),
        machines=machines,
        vulnerability_ids=tuple(sorted({name for each in group for name in each.vulnerability_ids})),
        known_exploited=sum(each.known_exploited for each in group),
        why=group[0].why,
    )
