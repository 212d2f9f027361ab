"""Which metrics of an instance are meant by what somebody asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import assert_never

from core.errors import BadRequest
from core.fleet import Instance
from core.gaps import Gap
from core.metrics.catalogue import BASIC, CATALOGUE, EC2, Kind, known, metric_of
from core.series import Metric

_ALSO = {
    "mem": Kind.MEMORY,
    "ram": Kind.MEMORY,
    "net": Kind.NETWORK,
    "ebs": Kind.DISK,
    "disks": Kind.DISK,
    "space": Kind.FILESYSTEM,
    "check": Kind.STATUS,
    "checks": Kind.STATUS,
    "credit": Kind.CREDITS,
}
# Nobody asks how full these are: they live in memory, or are read-only images that are always full.
_NOT_STORED = frozenset({"tmpfs", "devtmpfs", "overlay", "squashfs", "iso9660", "efivarfs", "ramfs"})
_MOST = 40
_OFFERED = 5
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """The metrics to read, and what was asked for and does not exist."""

    metrics: tuple[Metric, ...]
    gaps: tuple[Gap, ...] = ()


def choose(names: Sequence[str], listed: Sequence[Metric] | None, instance: Instance) -> Choice:
    """The metrics that `names` mean among those that CloudWatch lists; without names those of the usual picture.

    A name is a kind (cpu, network, disk, memory, filesystem, credits, status), CloudWatch's own in any case, or
    `namespace:name`. With `listed` None, as CloudWatch did not say, those that EC2 itself publishes are tried.

    Raises:
        BadRequest: a name means nothing; the advice has those that come close.
    """
    if not names:
        usual = [each for each in _with_basics(listed or (), instance) if _usual(each)]
        return _short(usual, [] if listed is None else _without_agent(usual, instance))
    there = _with_basics(_published(instance) if listed is None else listed, instance)
    chosen: list[Metric] = []
    gaps: list[Gap] = []
    for name in names:
        found = _meant(name, there)
        kind = _kind(name)
        if not found and listed is None:
            gaps.append(_unlisted(name))
        elif not found and kind:
            gaps.append(_unmeasured(kind, instance))
        elif not found:
            raise _unknown(name, there)
        chosen += found
    return _short(chosen, gaps)


def _with_basics(listed: Sequence[Metric], instance: Instance) -> list[Metric]:
    """Everything there is, in the catalogue's order and then by name."""
    basics = [] if any(each.namespace == EC2 for each in listed) else [_of(name, instance) for name in BASIC]
    order = {(each.namespace, each.name): place for place, each in enumerate(CATALOGUE)}
    every = dict.fromkeys([*listed, *basics])
    return sorted(every, key=lambda each: (order.get((each.namespace, each.name), len(order)), each.dimensions))


def _published(instance: Instance) -> list[Metric]:
    return [_of(each.name, instance) for each in CATALOGUE if each.namespace == EC2]


def _of(name: str, instance: Instance) -> Metric:
    return metric_of(EC2, name, (("InstanceId", instance.instance_id),))


def _meant(name: str, there: Iterable[Metric]) -> list[Metric]:
    kind = _kind(name)
    if kind is Kind.DISK:
        return [*_of_kind(Kind.DISK, there), *_of_kind(Kind.FILESYSTEM, there)]
    if kind:
        return _of_kind(kind, there)
    wanted = name.casefold()
    return [each for each in there if wanted in {each.name.casefold(), f"{each.namespace}:{each.name}".casefold()}]


def _kind(name: str) -> Kind | None:
    word = name.casefold()
    return _ALSO.get(word) or next((kind for kind in Kind if kind == word), None)


def _of_kind(kind: Kind, there: Iterable[Metric]) -> list[Metric]:
    """The usual ones of a kind, and all of it where none is."""
    every = [each for each in there if (found := known(each)) and found.kind is kind and _stored(each)]
    return [each for each in every if _usual(each)] or every


def _usual(metric: Metric) -> bool:
    found = known(metric)
    return bool(found and found.usual) and _stored(metric)


def _stored(metric: Metric) -> bool:
    return dict(metric.dimensions).get("fstype", "") not in _NOT_STORED


def _short(metrics: Iterable[Metric], gaps: Sequence[Gap]) -> Choice:
    every = tuple(dict.fromkeys(metrics))
    if len(every) <= _MOST:
        return Choice(every, tuple(gaps))
    why = f"One answer shows {_MOST} metrics, and these are {len(every)}."
    left_out = Gap(what=f"{len(every) - _MOST} more metrics", why=why, advice="Name those you need.", by_choice=True)
    return Choice(every[:_MOST], (*gaps, left_out))


def _without_agent(usual: Iterable[Metric], instance: Instance) -> list[Gap]:
    """What the usual picture lacks on a machine without the agent, in one line."""
    if any((found := known(each)) and found.kind in {Kind.MEMORY, Kind.FILESYSTEM} for each in usual):
        return []
    return [_unmeasured(Kind.MEMORY, instance).model_copy(update={"what": "memory and disk use", "advice": ""})]


def _unmeasured(kind: Kind, instance: Instance) -> Gap:
    """Why an instance has no metrics of a kind; nothing failed."""
    advice = "Look whether it was running."
    match kind:
        case Kind.MEMORY | Kind.FILESYSTEM:
            what = "memory use" if kind is Kind.MEMORY else "how full the disks are"
            why = "Only the CloudWatch agent measures it, and it sends nothing from this machine."
            advice = "Install the agent, or look whether it runs."
        case Kind.CREDITS:
            what, advice = "CPU credits", ""
            this = f", and this is {instance.instance_type}" if instance.instance_type else ""
            why = f"Only burstable types (t2, t3, t3a, t4g) have them{this}."
        case Kind.CPU | Kind.NETWORK | Kind.DISK | Kind.STATUS:
            what, why = f"{kind} metrics", "CloudWatch has none of this machine from the last two weeks."
        case _:
            assert_never(kind)
    return Gap(what=what, why=why, advice=advice, by_choice=True)


def _unlisted(name: str) -> Gap:
    why = "CloudWatch did not say which metrics this machine has, and EC2 publishes none of this name."
    return Gap(what=f"the metric {name[:_SHOWN]}", why=why, advice="Ask again in a minute.")


def _unknown(name: str, there: Sequence[Metric]) -> BadRequest:
    own = {each.name.casefold(): each.name for each in there}
    kinds = {str(kind): str(kind) for kind in Kind if _meant(kind, there)}
    offered = own | kinds
    word = name.casefold().rpartition(":")[2]
    close = get_close_matches(word, offered, n=_OFFERED, cutoff=0.5)
    close += [each for each in offered if word in each and each not in close]
    said = [offered[each] for each in close[:_OFFERED]] or list(kinds.values())
    more = f" It has {len(own)} metrics in all." if len(own) > len(said) else ""
    return BadRequest(
        f"This machine has no metric called “{name[:_SHOWN]}”.",
        advice=f"{'Close to it' if close else 'There'} {'is' if len(said) == 1 else 'are'} {', '.join(said)}.{more}",
    )
