"""Closed formulas: the level of each quantity of a machine at the start of any five minutes."""

from collections.abc import Callable

import numpy as np

from sandbox.aws.cloudwatch.machine import Machine
from sandbox.aws.cloudwatch.noise import BLOCK_S, Floats, Times, days, key_of, skewed, swell, uniforms
from sandbox.aws.cloudwatch.rhythm import load
from sandbox.aws.seed.metrics import Touched

Level = Callable[[Machine, Times], Floats]
_DAY_S = 86_400
_HOUR_S = 3_600
_MB = 1_000_000
_PACKET_BYTES = 850
_MINUTES_A_BLOCK = BLOCK_S // 60
_BURST_ONCE_IN = 400  # blocks: about twice in three days
_CREDITS_LEAST = 2.0


def cpu(machine: Machine, times: Times) -> Floats:
    """Percent of all vCPUs."""
    idle, span = machine.role.cpu
    chance = _chance(machine, "cpu", times)
    work = _work(machine, times)
    level = idle + span * (work + 0.05 * (0.3 + work) * skewed(chance))
    level += 0.25 * span * (chance * _BURST_ONCE_IN % 1 < 1 / _BURST_ONCE_IN)
    return np.clip(level + _told(machine, "cpu", times), 0.2, 99.6)


def network(direction: int) -> Level:
    """Bytes a minute, in (0) or out (1)."""

    def level(machine: Machine, times: Times) -> Floats:
        full = machine.role.network_mb[direction] * _MB
        shaken = 1 + 0.18 * skewed(_chance(machine, f"network/{direction}", times))
        return full * (0.01 + _work(machine, times)) * np.maximum(shaken, 0.05)

    return level


def packets(direction: int) -> Level:
    """Packets a minute, in (0) or out (1)."""
    carried = network(direction)
    return lambda machine, times: carried(machine, times) / _PACKET_BYTES


def ebs_ops(direction: int) -> Level:
    """EBS operations a minute, read (0) or write (1)."""

    def level(machine: Machine, times: Times) -> Floats:
        full = machine.role.ebs_ops[direction]
        shaken = 1 + 0.35 * skewed(_chance(machine, f"ebs/{direction}", times))
        return full * (0.04 + _work(machine, times)) * np.maximum(shaken, 0.02)

    return level


def ebs_bytes(direction: int, size: int) -> Level:
    """EBS bytes a minute at a mean size of one operation."""
    done = ebs_ops(direction)
    return lambda machine, times: done(machine, times) * size


def memory(machine: Machine, times: Times) -> Floats:
    """Percent of memory in use: it follows the load slowly."""
    base, span = machine.role.memory
    level = base + _spread(machine, "memory", 4) + span * _work(machine, times - _HOUR_S)
    level += 0.8 * swell(machine.key ^ 3, times) + 0.15 * skewed(_chance(machine, "memory", times))
    return np.clip(level + _told(machine, "memory", times), 1, 97.5)


def root_disk(machine: Machine, times: Times) -> Floats:
    """Percent of the root file system in use: logs grow and are rotated every week."""
    rotated = (times + machine.key % (7 * _DAY_S)) % (7 * _DAY_S) / (7 * _DAY_S)
    level = machine.role.root_used + _spread(machine, "root", 7) + 2.5 * rotated
    return np.clip(level + 0.05 * swell(machine.key ^ 5, times), 1, 100)


def data_disk(machine: Machine, times: Times) -> Floats:
    """Percent of the data file system in use."""
    level = machine.role.data_used + 0.1 * swell(machine.key ^ 7, times)
    return np.clip(level + _told(machine, "data_disk", times), 1, 100)


def credit_usage(machine: Machine, times: Times) -> Floats:
    """Credits spent in five minutes: one is a vCPU for a minute."""
    vcpus = machine.credits.vcpus if machine.credits else 0
    return cpu(machine, times) / 100 * vcpus * _MINUTES_A_BLOCK


def credit_balance(machine: Machine, times: Times) -> Floats:
    """Credits kept: nearly all a size can keep, a little less after busy hours, or what a story leaves."""
    most = machine.credits.per_hour * 24 if machine.credits else 0
    level = most * (0.97 - 0.05 * _work(machine, times - 4 * _HOUR_S)) + _told(machine, "credits", times)
    return np.clip(level, _CREDITS_LEAST + swell(machine.key ^ 9, times), most)


def nothing(_machine: Machine, times: Times) -> Floats:
    """Zero at all times, which is something other than no data."""
    return np.zeros(times.size)


def instance_check(machine: Machine, times: Times) -> Floats:
    """1 while the instance status check fails."""
    failing = np.zeros(times.size)
    for event in machine.events_on("instance_check"):
        failing[(times >= event.begin) & (times < event.end)] = 1
    return failing


def _work(machine: Machine, times: Times) -> Floats:
    """The load all quantities of one machine share, so that they rise and fall together."""
    shared = load(machine.role_name, machine.zone, times) * days(machine.key, times)
    return shared * (1 + 0.14 * swell(machine.key, times))


def _told(machine: Machine, touched: Touched, times: Times) -> Floats:
    """What the machine's stories add: a step, or a slope that ends where the story ends."""
    total = np.zeros(times.size)
    for event in machine.events_on(touched):
        during = (times >= event.begin) & (times < event.end)
        total += during * (event.story.add + event.story.per_day * (times - event.begin) / _DAY_S)
    return total


def _chance(machine: Machine, what: str, times: Times) -> Floats:
    return uniforms(machine.key ^ key_of(what), times // BLOCK_S)


def _spread(machine: Machine, what: str, by: float) -> float:
    """How far this machine is from others of its role."""
    share = (machine.key ^ key_of(what)) % 1_000 / 500 - 1
    return by * share
