"""The plan of a way back on demand: of a rollback of one machine, or of a drill on one."""

from collections.abc import Sequence
from datetime import datetime

from core.model import Model
from core.patching.drafting import planned_machine
from core.patching.eligible import Machine, for_people
from core.patching.plan import (
    Criticality,
    Plan,
    PlannedMachine,
    PlannedPackage,
    Reboot,
    RiskRemoved,
    Undoing,
    Wave,
)
from core.patching.undoing import ROOT, lost, lost_by_drill

# What it usually takes: checks before and after, the volume and the restart, and for a drill the backup first.
_CHECKS_S, _RESTORE_S, _BACKUP_S = 240, 480, 600


class BackTerms(Model):
    """What holds for such a plan, settled before it is drafted."""

    plan_id: str
    account: str
    region: str
    made_at: datetime
    requested_by: str
    criticality: Criticality
    backup_keep_days: int


def rollback_plan(
    machine: Machine, packages: Sequence[PlannedPackage], undoes: Undoing, backed_up_at: datetime, terms: BackTerms
) -> Plan:
    """Take one machine back to before a patch. Its risk is what comes back, not what is removed."""
    planned = planned_machine(machine, tuple(packages))
    said = (*lost(planned, undoes.way, backed_up_at, machine.instance_store), *for_people(machine))
    ids = {name for package in packages for name in package.vulnerability_ids}
    known = sum(package.known_exploited for package in packages)
    risk = RiskRemoved(findings=len(ids), by_severity={}, known_exploited=known, reasons=())
    return _plan(planned, "The way back", undoes, risk, said, terms, _CHECKS_S + _RESTORE_S)


def drill_plan(machine: Machine, terms: BackTerms) -> Plan:
    """Back one machine up and bring it back from that, to see that it works."""
    planned = planned_machine(machine, ())
    nothing = RiskRemoved(findings=0, by_severity={}, known_exploited=0, reasons=())
    said = (*lost_by_drill(machine.instance_store), *for_people(machine))
    undoes = Undoing(way=ROOT, facts={"way": ROOT})
    return _plan(planned, "The drill", undoes, nothing, said, terms, _CHECKS_S + _BACKUP_S + _RESTORE_S)


def _plan(
    machine: PlannedMachine,
    wave: str,
    undoes: Undoing,
    risk: RiskRemoved,
    not_covered: tuple[str, ...],
    terms: BackTerms,
    expected_s: float,
) -> Plan:
    return Plan(
        plan_id=terms.plan_id,
        account=terms.account,
        region=terms.region,
        made_at=terms.made_at,
        requested_by=terms.requested_by,
        criticality=terms.criticality,
        patch_level="all",
        machines=(machine,),
        waves=(Wave(name=wave, instance_ids=(machine.instance_id,)),),
        reboot=Reboot.IF_NEEDED,
        window=None,
        bake_s=0,
        backup_keep_days=terms.backup_keep_days,
        rollback_approved=False,
        expected_s=expected_s,
        risk=risk,
        not_covered=not_covered,
        undoes=undoes,
    )
