"""What a way back leaves: what is vulnerable again, what is held, replaced volumes, and backups to go on with."""

import json
from collections.abc import Iterator
from datetime import datetime

from blocks.text import date, inert, plural
from core.patching.plan import PlannedMachine, PlannedPackage
from core.patching.standing import MachineStanding, Standing
from core.patching.states import Step

_MACHINES_SHOWN, _PACKAGES_SHOWN, _IDS_SHOWN = 5, 3, 3


def went_back(standing: Standing) -> Iterator[str]:
    """A text for each; none where no machine went back. A drill leaves nothing open."""
    machines = [(standing.plan.machine(each.run.instance_id), each) for each in standing.machines]
    back = [(machine, each) for machine, each in machines if each.step is Step.ROLLED_BACK]
    if back and not standing.plan.drill:
        lines = [_open(machine) for machine, _ in back[:_MACHINES_SHOWN]]
        yield "\n".join(["*Open again*", *lines, *_more(len(back), "machine")])
    if held := [(machine, each) for machine, each in back if each.run.facts.get("held")]:
        lines = [_held(machine, each) for machine, each in held[:_MACHINES_SHOWN]]
        yield "\n".join(["*Held: in no plan until `/sre-patch-holds` lifts it*", *lines, *_more(len(held), "machine")])
    kept = [line for machine, each in machines if (line := _kept(machine, each))]
    if kept:
        yield "\n".join(["*Replaced volumes*", *kept[:_MACHINES_SHOWN], *_more(len(kept), "volume")])
    backups = [line for machine, each in machines if each.step is Step.NEEDS_HUMAN and (line := _backup(machine, each))]
    if backups:
        yield "\n".join(["*Backups from before*", *backups[:_MACHINES_SHOWN], *_more(len(backups), "machine")])


def _open(machine: PlannedMachine) -> str:
    packages = sorted(machine.packages, key=lambda each: (-each.known_exploited, -len(each.vulnerability_ids)))
    told = "; ".join(map(_package, packages[:_PACKAGES_SHOWN]))
    more = len(packages) - _PACKAGES_SHOWN
    rest = f"; and {plural(more, 'more package')}" if more > 0 else ""
    return f"• {inert(machine.name, 60)}: {told}{rest}"


def _package(package: PlannedPackage) -> str:
    ids = ", ".join(inert(each, 40) for each in package.vulnerability_ids[:_IDS_SHOWN])
    more = len(package.vulnerability_ids) - _IDS_SHOWN
    exploited = f", {package.known_exploited} known exploited" if package.known_exploited else ""
    rest = f" and {more} more" if more > 0 else ""
    return f"{inert(package.name, 60)} {inert(package.installed, 60)} ({ids}{rest}{exploited})"


def _held(machine: PlannedMachine, each: MachineStanding) -> str:
    return f"• {inert(machine.name, 60)}: {inert(each.run.facts['held'], 200)}"


def _kept(machine: PlannedMachine, each: MachineStanding) -> str:
    facts = each.run.facts
    volume = facts.get("kept_volume", "")
    if not volume:
        return ""
    if why := facts.get("kept_volume_untagged", ""):
        until = f"has to be removed by people, as it could not be tagged. {inert(why, 200)}"
    elif when := facts.get("kept_until", ""):
        until = f"is kept, attached to nothing, until {date(datetime.fromisoformat(when))}"
    else:
        until = "is kept, attached to nothing"
    return f"• {inert(machine.name, 60)}: `{volume}` {until}"


def _backup(machine: PlannedMachine, each: MachineStanding) -> str:
    """The snapshots that a person can go back to."""
    taken: dict[str, str] = json.loads(each.run.facts.get("snapshots") or "{}")
    told = [f"`{snapshot}` of `{volume}`" for volume, snapshot in list(taken.items())[:_IDS_SHOWN]]
    more = len(taken) - _IDS_SHOWN
    rest = f" and {plural(more, 'more volume')}" if more > 0 else ""
    return f"• {inert(machine.name, 60)}: {', '.join(told)}{rest}" if told else ""


def _more(count: int, noun: str) -> list[str]:
    more = count - _MACHINES_SHOWN
    return [f"and {plural(more, f'more {noun}')}"] if more > 0 else []
