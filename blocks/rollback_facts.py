"""The facts of a way back on demand: what it takes back, by which way, and what is lost by it."""

from collections.abc import Iterator

from blocks.marks import State as Mark
from blocks.marks import mark
from blocks.text import date, inert, plural
from core.patching.plan import Plan, PlannedPackage
from core.patching.undoing import PACKAGES

_PACKAGES_SHOWN = 5


def way_back_fields(plan: Plan) -> dict[str, str]:
    """The short facts."""
    undoes = plan.undoes
    if undoes is None:
        return {}
    told = {"By": _way(plan)}
    if undoes.backed_up_at and undoes.kept_until:
        told["Backup"] = f"Of {date(undoes.backed_up_at)}, kept until {date(undoes.kept_until)}"
    else:
        told["Backup"] = f"Snapshots of every volume first, kept {plural(plan.backup_keep_days, 'day')}"
    told["If it fails"] = "It stops, nothing more is written, the machine stays locked, and a person is called"
    return told


def way_back_sections(plan: Plan) -> Iterator[str]:
    """The longer ones: which patch and packages, and what is lost."""
    machine, undoes = plan.machines[0], plan.undoes
    if undoes and undoes.workflow_id:
        more = len(machine.packages) - _PACKAGES_SHOWN
        lines = [_package(each) for each in machine.packages[:_PACKAGES_SHOWN]]
        rest = [f"and {plural(more, 'more package')}"] if more > 0 else []
        yield "\n".join([f"*Takes back {undoes.workflow_id}*", *lines, *rest])
    yield "\n".join([f"{mark(Mark.WARNING)} *What is lost*", *(f"• {inert(each, 300)}" for each in plan.not_covered)])


def _way(plan: Plan) -> str:
    undoes = plan.undoes
    if undoes and undoes.way == PACKAGES:
        number = inert(undoes.facts["transaction_after"])
        return f"Undoing package transaction {number}; else the root volume is replaced"
    return "Replacing the root volume, which restarts it"


def _package(package: PlannedPackage) -> str:
    exploited = ", known exploited" if package.known_exploited else ""
    count = plural(len(package.vulnerability_ids), "finding")
    old, new = inert(package.installed), inert(package.fixed_in)
    verb = "comes" if len(package.vulnerability_ids) == 1 else "come"
    return f"• {inert(package.name)} {new} or newer → {old}: {count} {verb} back{exploited}"
