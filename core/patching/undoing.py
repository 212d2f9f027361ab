"""The way back on demand: which one is taken, what is lost by it, and how its checks went."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.model import Model
from core.patching.inspection import vital
from core.patching.plan import Plan, PlannedMachine, PlannedPackage
from core.patching.states import Step
from core.patching.workflow import MachineRun

PACKAGES, ROOT = "packages", "root volume"
_CHECKED = frozenset({Step.RESTORE_TRAFFIC, Step.ROLLED_BACK})


class Check(Model):
    """One thing that was to be true after a way back; `passed` None: it was not looked at yet, or cannot be told."""

    what: str
    passed: bool | None


def shortest_way(facts: Mapping[str, str], packages: Sequence[PlannedPackage]) -> str:
    """Exactly the recorded package transaction where that is safe, else the root volume as it was before."""
    before, after = facts.get("transaction_before", ""), facts.get("transaction_after", "")
    one_more = before.isdecimal() and after.isdecimal() and int(after) == int(before) + 1
    return PACKAGES if one_more and not vital(packages) else ROOT


def lost(machine: PlannedMachine, way: str, backed_up_at: datetime, stores: Sequence[str]) -> tuple[str, ...]:
    """What nobody gets back after a rollback, a sentence each."""
    when = f"{backed_up_at:%Y-%m-%d %H:%M} UTC"
    first = "Where the packages cannot be taken back one by one, everything" if way == PACKAGES else "Everything"
    said = [f"{first} that was written to its root volume since {when} is lost; the replaced volume is kept."]
    if any(not volume.root for volume in machine.volumes):
        said.append("Its data volumes are not rolled back; what the newer software wrote there may not fit the older.")
    return (
        *said,
        "What is in its memory is lost wherever the root volume is replaced, as it restarts.",
        _if_stopped(stores),
        "It is vulnerable again to everything that the patch had closed.",
    )


def lost_by_drill(stores: Sequence[str]) -> tuple[str, ...]:
    """The same for a drill, which goes back by a few minutes."""
    return (
        "What is written to its root volume between the backup and the way back is lost; the replaced volume is kept.",
        "It is out of service meanwhile, and restarts.",
        _if_stopped(stores),
    )


def _if_stopped(stores: Sequence[str]) -> str:
    store = f" and its instance store ({', '.join(stores)})" if stores else ""
    return (
        "Where EC2 refuses to replace the volume while it runs, it is stopped, and loses a public address that was"
        f" assigned to it automatically{store}."
    )


def checks_of(plan: Plan, run: MachineRun | None, step: Step) -> tuple[Check, ...]:
    """How the checks of a way back went, as far as it has come."""
    passed = True if step in _CHECKED else None
    restarted = (run.facts.get("way", ROOT) if run else "") not in {"", PACKAGES}
    versions = "The versions are those from before" if plan.machines[0].packages else "It has its former root volume"
    return (
        *((Check(what="It has restarted from its former root volume", passed=passed),) if restarted else ()),
        Check(what="EC2 and Systems Manager find it well", passed=passed),
        Check(what=versions, passed=passed),
        Check(what="The health command of its team succeeds", passed=passed),
        Check(what="It serves again", passed=True if step is Step.ROLLED_BACK else None),
    )
