"""Stretches of time: which parts of one are read already, and which are not."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Stretch(NamedTuple):
    """From `since` to `until`."""

    since: datetime
    until: datetime


def joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same without overlaps, in the order of time; those that touch become one."""
    found: list[Stretch] = []
    for each in sorted(stretches):
        if each.since > each.until:
            continue
        if found and each.since <= found[-1].until:
            found[-1] = Stretch(found[-1].since, max(found[-1].until, each.until))
        else:
            found.append(each)
    return tuple(found)


def holes(wanted: Stretch, known: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The parts of a stretch that no known one has, in the order of time."""
    found: list[Stretch] = []
    begin = wanted.since
    for each in joined(known):
        if each.until <= begin:
            continue
        if each.since >= wanted.until:
            break
        if each.since > begin:
            found.append(Stretch(begin, each.since))
        begin = max(begin, each.until)
    if begin < wanted.until:
        found.append(Stretch(begin, wanted.until))
    return tuple(found)
