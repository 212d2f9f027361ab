"""From what is known of machines and their findings to a plan, and to what no plan can do."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from core.findings import Finding, Severity
from core.model import Model
from core.patches import Patch
from core.patching.eligible import Machine, not_covered, obstacle
from core.patching.hold import Hold, Withheld, sorted_out
from core.patching.live import LiveMachine, LiveState
from core.patching.plan import (
    Criticality,
    PatchLevel,
    Plan,
    PlannedMachine,
    PlannedPackage,
    PlannedWindow,
    Reboot,
    RiskRemoved,
    Wave,
    runs_windows,
)
from core.patching.sorting import Leftover, held_back, is_critical, leftovers, packages_of
from core.patching.waves import waves

# What a machine usually takes; the waits of backup and install end earlier when they are done.
_CHECKS_S, _BACKUP_S, _INSTALL_S, _PACKAGE_S, _REBOOT_S = 120, 600, 180, 15, 240


class Subject(Model):
    """One machine, its open findings, what Systems Manager says is missing (Windows needs that), and what is held."""

    machine: Machine
    findings: tuple[Finding, ...]
    missing: tuple[Patch, ...] = ()
    holds: tuple[Hold, ...] = ()


class Terms(Model):
    """What holds for the whole plan, settled before it is drafted."""

    plan_id: str
    account: str
    region: str
    made_at: datetime
    requested_by: str
    level: PatchLevel
    reboot: Reboot = Reboot.IF_NEEDED
    window: PlannedWindow | None = None
    bake_s: float
    backup_keep_days: int
    rollback_approved: bool


class LeftOut(Model):
    """A machine that is in no plan, and why."""

    instance_id: str
    name: str
    why: str


class Draft(Model):
    """A plan, None where there is nothing to install on any machine that may be changed; and all that it leaves out."""

    plan: Plan | None
    live: LiveState
    left_out: tuple[LeftOut, ...]
    leftovers: tuple[Leftover, ...]


def draft(subjects: Sequence[Subject], terms: Terms) -> Draft:
    """Plan for every machine that may be changed and has something to install."""
    chosen: dict[str, tuple[Subject, tuple[PlannedPackage, ...]]] = {}
    left_out: list[LeftOut] = []
    for subject in subjects:
        instance = subject.machine.instance
        packages, withheld = _packages(subject, terms.level)
        why = obstacle(subject.machine) or ("" if packages else _nothing(terms.level, withheld))
        if why:
            left_out.append(LeftOut(instance_id=instance.instance_id, name=instance.label, why=why))
        else:
            chosen[instance.instance_id] = (subject, packages)
    return Draft(
        plan=_plan(chosen, terms) if chosen else None,
        live=LiveState(machines={name: _live(subject, packages) for name, (subject, packages) in chosen.items()}),
        left_out=tuple(left_out),
        leftovers=tuple(one for subject in subjects for one in _left(subject, terms.level)),
    )


def live_now(plan: Plan, subjects: Iterable[Subject]) -> LiveState:
    """The live state of a plan's machines as it is now, to be held against the one that the plan was made from."""
    planned = {machine.instance_id: {each.override for each in machine.packages} for machine in plan.machines}
    by_id = {subject.machine.instance.instance_id: subject for subject in subjects}
    return LiveState(
        machines={
            name: _live(
                by_id[name], tuple(each for each in _packages(by_id[name], "all")[0] if each.override in wanted)
            )
            for name, wanted in planned.items()
            if name in by_id
        }
    )


def _packages(subject: Subject, level: PatchLevel) -> tuple[tuple[PlannedPackage, ...], tuple[Withheld, ...]]:
    """What may be planned for it, and what is held."""
    node = subject.machine.node
    windows = bool(node and runs_windows(node.platform))
    return sorted_out(packages_of(subject.findings, subject.missing, level, windows=windows), subject.holds)


def _left(subject: Subject, level: PatchLevel) -> tuple[Leftover, ...]:
    instance_id = subject.machine.instance.instance_id
    _, withheld = _packages(subject, level)
    return (*held_back(instance_id, withheld, subject.findings), *leftovers(instance_id, subject.findings))


def _live(subject: Subject, packages: Sequence[PlannedPackage]) -> LiveMachine:
    machine = subject.machine
    return LiveMachine(
        instance_id=machine.instance.instance_id,
        state=machine.instance.state,
        opted_in=machine.instance.opted_in,
        system=machine.node.platform if machine.node else "",
        volume_ids=tuple(sorted(volume.volume_id for volume in machine.volumes or ())),
        packages={each.override: each.installed for each in packages},
        findings={each.override: each.vulnerability_ids for each in packages},
        held=tuple(sorted(each.override for hold in subject.holds for each in hold.packages)),
    )


def _plan(chosen: Mapping[str, tuple[Subject, tuple[PlannedPackage, ...]]], terms: Terms) -> Plan:
    machines = tuple(planned_machine(subject.machine, packages) for subject, packages in chosen.values())
    closed = _closed(chosen)
    in_waves = waves(machines)
    return Plan(
        plan_id=terms.plan_id,
        account=terms.account,
        region=terms.region,
        made_at=terms.made_at,
        requested_by=terms.requested_by,
        criticality=_criticality(closed),
        patch_level=terms.level,
        machines=machines,
        waves=in_waves,
        reboot=terms.reboot,
        window=terms.window,
        bake_s=terms.bake_s,
        backup_keep_days=terms.backup_keep_days,
        rollback_approved=terms.rollback_approved,
        expected_s=_expected_s(machines, in_waves, terms),
        risk=_risk(closed),
        not_covered=tuple(
            said
            for subject, _ in chosen.values()
            for said in (*not_covered(subject.machine), *_not_included(subject, terms.level))
        ),
    )


def planned_machine(machine: Machine, packages: tuple[PlannedPackage, ...]) -> PlannedMachine:
    """A machine as a plan has it."""
    return PlannedMachine(
        instance_id=machine.instance.instance_id,
        name=machine.instance.label,
        system=machine.node.platform if machine.node else "",
        environment=machine.instance.environment,
        availability_zone=machine.instance.availability_zone,
        packages=packages,
        volumes=machine.volumes or (),
        target_group_arns=machine.target_group_arns or (),
        auto_scaling_group=machine.auto_scaling_group,
    )


def _closed(chosen: Mapping[str, tuple[Subject, tuple[PlannedPackage, ...]]]) -> list[Finding]:
    """The findings that the plan closes."""
    found = []
    for subject, packages in chosen.values():
        ids = {name for package in packages for name in package.vulnerability_ids}
        found += [finding for finding in subject.findings if finding.vulnerability_id in ids]
    return found


def _criticality(closed: Iterable[Finding]) -> Criticality:
    return "critical" if any(is_critical(finding) for finding in closed) else "non_critical"


def _risk(closed: Sequence[Finding]) -> RiskRemoved:
    known = sum(finding.known_exploited is not None for finding in closed)
    public = sum(bool(finding.exploit_available) for finding in closed)
    likely = max((finding.epss or 0 for finding in closed), default=0)
    reasons = [
        *([f"{known} known exploited"] if known else []),
        *([f"{public} with a public exploit"] if public else []),
        *([f"EPSS up to {likely:.2f}"] if likely else []),
    ]
    counts = Counter(finding.severity for finding in closed)
    return RiskRemoved(
        findings=len(closed),
        by_severity={severity: counts[severity] for severity in Severity if counts[severity]},
        known_exploited=known,
        reasons=tuple(reasons),
    )


def _expected_s(machines: Sequence[PlannedMachine], in_waves: Sequence[Wave], terms: Terms) -> float:
    """Waves go one after the other, the machines of one at the same time."""
    takes = {machine.instance_id: _machine_s(machine, terms) for machine in machines}
    return sum(max(takes[name] for name in wave.instance_ids) + terms.bake_s for wave in in_waves)


def _machine_s(machine: PlannedMachine, terms: Terms) -> float:
    reboot = _REBOOT_S if terms.reboot is not Reboot.NEVER else 0
    return _CHECKS_S + _BACKUP_S + _INSTALL_S + _PACKAGE_S * len(machine.packages) + reboot


def _not_included(subject: Subject, level: PatchLevel) -> Iterator[str]:
    """What whoever approves has to know is not installed, as it is held."""
    _, withheld = _packages(subject, level)
    label = subject.machine.instance.label
    yield from (f"{label}: {each.package.name} is not installed. {each.hold.sentence}" for each in withheld)


def _nothing(level: PatchLevel, withheld: Sequence[Withheld]) -> str:
    if withheld:
        names = ", ".join(dict.fromkeys(each.package.name for each in withheld))
        return f"All that could be installed is held ({names}). {withheld[0].hold.sentence} /sre-patch-holds lifts it."
    words = {"all": "", "critical": " that is critical", "non_critical": " that is not critical"}
    return (
        f"It has no finding{words.get(level, f' of severity {level} or above')} that its package manager could close."
    )
