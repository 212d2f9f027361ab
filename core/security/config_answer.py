"""Puts the answer about changes of configuration together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from core.answers.config_changes import (
    ClassCount,
    ComplianceStatus,
    ConfigChanges,
    SecurityImpact,
    ToolRun,
    weakens,
)
from core.answers.security_events import Looked
from core.drift import ChangeClass, Compliance, ConfigChange, ControlState, classes_of
from core.drift.controls import severity_of
from core.findings import Severity
from core.gaps import Gap
from core.security.alerts import brief
from core.security.answering import Material, Question
from core.security.rulings import worst
from core.security.scope import concerned
from core.security.words import of_whom, range_words, reason

MOST_LISTED = 200
_ORDER = tuple(Severity)
_NEVER = datetime.min.replace(tzinfo=UTC)
_ONE_RUN = timedelta(minutes=30)


def config_changes(material: Material, found: Sequence[tuple[int, ConfigChange]], asked: Question) -> ConfigChanges:
    """The changes of the span that a question is about; `found` are all of them with the places of their events."""
    places = concerned(material.events, asked.scope)
    changes = sorted((_brief(change) for index, change in found if index in places), key=_worst_and_newest_first)
    looked = material.looked.model_copy(update={"events": len(places)})
    gaps = (*material.gaps, *asked.gaps, *_left_out(len(changes)))
    impact = _impact(changes)
    return ConfigChanges(
        changes=tuple(changes[:MOST_LISTED]),
        security_impact=impact,
        compliance_status=_compliance(changes, [material.events[place] for place in places]),
        summary=_sentence(changes, impact, looked, gaps, asked),
        change_count=len(changes),
        tool_runs=_runs(changes),
        looked=looked,
        asked_for=asked.instance_ids,
        label=asked.label,
        time_range=asked.time_range,
        partial=gaps,
        place=material.place,
    )


def _brief(change: ConfigChange) -> ConfigChange:
    return change.model_copy(update={"what": brief(change.what), "resource": brief(change.resource)})


def _worst_and_newest_first(change: ConfigChange) -> tuple[bool, int, float]:
    return change.good_news, _ORDER.index(change.severity), -(change.at or _NEVER).timestamp()


def _impact(changes: Sequence[ConfigChange]) -> SecurityImpact:
    weak = [change for change in changes if weakens(change)]
    counts = Counter(change.severity for change in weak)
    good = sum(change.good_news for change in changes)
    return SecurityImpact(
        worst=worst(change.severity for change in weak),
        critical=counts[Severity.CRITICAL],
        high=counts[Severity.HIGH],
        medium=counts[Severity.MEDIUM],
        minor=len(changes) - len(weak) - good,
        good_news=good,
    )


def _compliance(changes: Sequence[ConfigChange], events: Iterable[Mapping[str, object]]) -> ComplianceStatus:
    last: dict[tuple[str, str], ControlState] = {}
    for change in sorted(changes, key=lambda each: each.at or _NEVER):
        if change.outcome == "done":
            last |= {(one.control, one.resource): one for one in change.compliance if _tells(one, change, last)}
    worst_first = sorted(last.values(), key=lambda each: _ORDER.index(severity_of(each.control)))
    of_state = {kind: tuple(each for each in worst_first if each.state is kind) for kind in Compliance}
    classes = Counter(each for event in events for each in classes_of(event))
    return ComplianceStatus(
        non_compliant=of_state[Compliance.NON_COMPLIANT],
        compliant=of_state[Compliance.COMPLIANT],
        unknown=of_state[Compliance.UNKNOWN],
        classes=tuple(
            ClassCount(name=each.value, about=each.about, count=classes[each])
            for each in sorted(ChangeClass, key=lambda each: -classes[each])
        ),
    )


def _tells(state: ControlState, change: ConfigChange, last: Mapping[tuple[str, str], ControlState]) -> bool:
    """Whether a later change says more: one that only touches a broken control leaves it broken, unless it mends."""
    before = last.get((state.control, state.resource))
    broken = before is not None and before.state is Compliance.NON_COMPLIANT
    return not (broken and state.state is Compliance.UNKNOWN and not change.good_news)


def _runs(changes: Iterable[ConfigChange]) -> tuple[ToolRun, ...]:
    """Minor changes of one tool and caller, parted by pauses, the newest run first."""
    ordered = sorted(
        (each for each in changes if each.tool and not (weakens(each) or each.good_news)),
        key=lambda each: (each.tool, each.who, each.at or _NEVER),
    )
    parts: list[list[ConfigChange]] = []
    for each in ordered:
        if parts and _goes_on(parts[-1][-1], each):
            parts[-1].append(each)
        else:
            parts.append([each])
    return tuple(sorted((_run(part) for part in parts), key=lambda run: run.began or _NEVER, reverse=True))


def _goes_on(last: ConfigChange, change: ConfigChange) -> bool:
    if (last.tool, last.who) != (change.tool, change.who):
        return False
    return (change.at or _NEVER) - (last.at or _NEVER) <= _ONE_RUN


def _run(part: Sequence[ConfigChange]) -> ToolRun:
    return ToolRun(tool=part[0].tool, who=part[0].who, count=len(part), began=part[0].at, ended=part[-1].at)


def _sentence(
    changes: Sequence[ConfigChange], impact: SecurityImpact, looked: Looked, gaps: Sequence[Gap], asked: Question
) -> str:
    """For example `12 changes in the last 24h, 1 critical and 2 high; worst: SSH was opened to the internet`."""
    if looked.nothing:
        return of_whom(asked.label, f"unknown, because {reason(gaps)}")
    when = range_words(looked, asked.time_range)
    if not changes:
        return of_whom(asked.label, f"no configuration changes in {looked.events:,} events of {when}")
    count = f"{len(changes):,} change{'' if len(changes) == 1 else 's'} in {when}"
    numbers = ((impact.critical, "critical"), (impact.high, "high"), (impact.medium, "medium"))
    parts = [f"{number} {word}" for number, word in numbers if number][:2]
    if not parts:
        safer = f", {impact.good_news} made something safer" if impact.good_news else ""
        return of_whom(asked.label, f"{count}, none of them weakens anything{safer}")
    first = next(change for change in changes if weakens(change))
    by = f", by {first.who}" if first.who else ""
    return of_whom(asked.label, f"{count}, {' and '.join(parts)}; worst: {first.what}{by}")


def _left_out(count: int) -> tuple[Gap, ...]:
    if count <= MOST_LISTED:
        return ()
    why = f"the worst {MOST_LISTED} of {count:,} are listed; all of them are counted"
    return (Gap(what="milder changes", why=why, by_choice=True),)
