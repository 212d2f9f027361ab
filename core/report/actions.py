"""What to do: one action for each package that is upgraded, mitigated or looked into, by the risk that it removes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from core.answers.report import ActionKind, Recommendation, UnknownRow
from core.confidence import Confidence
from core.findings import Fix
from core.fleet import Coverage
from core.report.certainty import certainty
from core.report.judged import Judged
from core.report.ledger import Line
from core.report.people import most_common
from core.report.versions import brief, targets, to_versions
from core.summaries import counted

_NAMED = 10
# An action that closes nothing leaves its findings in place, and so counts half beside one that does.
_EASES = 0.5


class _Key(NamedTuple):
    package: str
    manager: str
    kind: ActionKind


def recommendations(
    found: Iterable[Judged],
    coverage: Mapping[str, Coverage | None],
    unknown: Sequence[UnknownRow],
    now: datetime,
    gaps: int,
) -> tuple[Recommendation, ...]:
    """Every action, the one that removes most risk first; what cannot be ranked, as nothing is known of it, last."""
    buckets: dict[_Key, list[Judged]] = defaultdict(list)
    for each in found:
        buckets[_key(each.line)].append(each)
    whole = sum(each.points for members in buckets.values() for each in members)
    made = [_action(key, members, coverage, now, gaps, whole) for key, members in buckets.items()]
    made.sort(key=_most_removed)
    return (*made, *_covering(unknown))


def _key(line: Line) -> _Key:
    package = line.packages[0] if line.packages else None
    name, manager = (package.name, package.manager) if package else (line.vulnerability_id, "")
    if line.fix is Fix.NO:
        return _Key(name, manager, ActionKind.MITIGATE)
    if line.fix is Fix.UNKNOWN and not (package and package.fixed_in):
        return _Key(name, manager, ActionKind.LOOK_INTO)
    return _Key(name, manager, ActionKind.LIBRARY if manager not in {"", "OS"} else ActionKind.SYSTEM)


def _action(
    key: _Key,
    members: Sequence[Judged],
    coverage: Mapping[str, Coverage | None],
    now: datetime,
    gaps: int,
    whole: int,
) -> Recommendation:
    labels = {each.instance.instance_id: each.instance.label for each in members}
    versions = targets(each.line.packages[0].fixed_in for each in members if each.line.packages)
    closes = sum(_closed(key, each.line) for each in members)
    exploited = sum(each.line.known_exploited is not None for each in members)
    overdue = sum(each.overdue_days > 0 for each in members)
    dues = [each.line.known_exploited.due for each in members if each.line.known_exploited]
    return Recommendation(
        action=_sentence(key, versions, len(labels)),
        effect=_effect(closes, len(members), exploited, overdue),
        kind=key.kind,
        package=key.package,
        versions=versions,
        instance_count=len(labels),
        instances=tuple(labels.values())[:_NAMED],
        owners=most_common((each.owner for each in members), _NAMED),
        closes=closes,
        concerns=len(members),
        known_exploited=exploited,
        overdue=overdue,
        due=min((due for due in dues if due), default=None),
        risk_share=sum(each.points for each in members) / whole,
        confidence=certainty(members, [coverage.get(each) for each in labels], now, gaps),
    )


def _closed(key: _Key, line: Line) -> bool:
    """Whether the action leaves nothing of the finding; where only some packages have a fix, the others stay."""
    return key.kind in {ActionKind.SYSTEM, ActionKind.LIBRARY} and line.fix is not Fix.PARTIAL


def _sentence(key: _Key, versions: tuple[str, ...], instances: int) -> str:
    package = brief(key.package)
    where = f"on {counted(instances, 'instance')}"
    match key.kind:
        case ActionKind.SYSTEM:
            return f"Upgrade {package}{to_versions(versions)} {where}"
        case ActionKind.LIBRARY:
            return f"Upgrade {package}{to_versions(versions)} in the applications ({key.manager.lower()}) {where}"
        case ActionKind.MITIGATE:
            return f"Mitigate {package} {where}: no fixed version exists yet"
        case _:
            return f"Look into {package} {where}: nobody says whether a fix exists"


def _effect(closes: int, concerns: int, exploited: int, overdue: int) -> str:
    """`closes 31 findings, 4 known exploited, 12 overdue`."""
    if closes == concerns:
        said = [f"closes {counted(closes, 'finding')}"]
    elif closes:
        said = [f"closes {closes:,} of {counted(concerns, 'finding')}"]
    else:
        said = [f"concerns {counted(concerns, 'finding')}, closes none"]
    said += [f"{exploited:,} known exploited"] if exploited else []
    said += [f"{overdue:,} overdue"] if overdue else []
    return ", ".join(said)


def _most_removed(each: Recommendation) -> tuple[float, int, str, str]:
    share = each.risk_share or 0
    return -(share if each.closes else share * _EASES), -each.concerns, each.package, each.kind


def _covering(unknown: Sequence[UnknownRow]) -> tuple[Recommendation, ...]:
    if not unknown:
        return ()
    made = Recommendation(
        action=f"Let Inspector scan {counted(len(unknown), 'instance')}",
        effect="nothing current is known of them, so what it would find cannot be told",
        kind=ActionKind.COVER,
        package="",
        versions=(),
        instance_count=len(unknown),
        instances=tuple(each.label for each in unknown[:_NAMED]),
        owners=most_common((each.owner for each in unknown), _NAMED),
        closes=0,
        concerns=0,
        known_exploited=0,
        overdue=0,
        due=None,
        risk_share=None,
        confidence=Confidence(value=0.9, basis="Inspector itself says that it does not scan them"),
    )
    return (made,)
