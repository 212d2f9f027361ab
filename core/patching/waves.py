"""The order in which machines are changed: a canary, production last, never two that stand in for each other."""

from collections.abc import Iterable, Sequence
from math import ceil

from core.patching.plan import PlannedMachine, Wave

_CANARY = 1
# Of all machines; the last wave takes what is left.
_SHARES = (0.1, 0.5, 1.0)
_EARLY = ("dev", "development", "sandbox", "test", "testing", "qa")
_LATE = ("prod", "production")


def waves(machines: Sequence[PlannedMachine]) -> tuple[Wave, ...]:
    """Every machine in exactly one wave.

    A wave stays within one environment and one availability zone, and holds no two machines that serve the same
    target group or Auto Scaling group: what goes wrong in it leaves their peers untouched.
    """
    ordered = sorted(machines, key=lambda machine: (_rank(machine), machine.availability_zone, machine.name))
    made: list[list[PlannedMachine]] = []
    waiting = ordered
    while waiting:
        size = _CANARY if not made else _size(len(machines), sum(map(len, made)))
        wave, waiting = _filled(waiting, size)
        made.append(wave)
    return tuple(
        Wave(name=_name(number, wave), instance_ids=tuple(each.instance_id for each in wave))
        for number, wave in enumerate(made)
    )


def _size(total: int, done: int) -> int:
    """How many the next wave may take: as many as bring the next share of all."""
    goal = next(share for share in _SHARES if ceil(total * share) > done)
    return ceil(total * goal) - done


def _filled(waiting: Sequence[PlannedMachine], size: int) -> tuple[list[PlannedMachine], list[PlannedMachine]]:
    wave: list[PlannedMachine] = []
    rest: list[PlannedMachine] = []
    for machine in waiting:
        fits = len(wave) < size and all(_apart(machine, other) for other in wave)
        (wave if fits else rest).append(machine)
    return wave, rest


def _apart(one: PlannedMachine, other: PlannedMachine) -> bool:
    """Whether two may be changed at the same time."""
    same_place = (_rank(one), one.availability_zone) == (_rank(other), other.availability_zone)
    return same_place and not (_groups(one) & _groups(other))


def _groups(machine: PlannedMachine) -> set[str]:
    return {*machine.target_group_arns, *([machine.auto_scaling_group] if machine.auto_scaling_group else [])}


def _rank(machine: PlannedMachine) -> int:
    environment = machine.environment.lower()
    if environment in _EARLY:
        return 0
    return 2 if environment in _LATE else 1


def _name(number: int, wave: Iterable[PlannedMachine]) -> str:
    environments = sorted({machine.environment for machine in wave if machine.environment})
    where = f" ({', '.join(environments)})" if environments else ""
    return f"canary{where}" if number == 0 else f"wave {number + 1}{where}"
