"""What a team has ruled about detections: mutes that expire, and severities of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.detections import Category, Detection
from core.findings import Severity
from core.model import Model

_WORST_FIRST = tuple(Severity)
GRAVE = frozenset({Severity.CRITICAL, Severity.HIGH})


class Mute(Model):
    """A rule whose findings are not shown until a moment; `by` is a Slack user id."""

    reason: str
    by: str
    at: datetime
    until: datetime


class Override(Model):
    """A severity that the team gives to a rule's findings instead of its own."""

    severity: Severity
    reason: str
    by: str
    at: datetime


class Ruling(Model):
    """What holds for one rule, by its slug."""

    rule: str
    mute: Mute | None = None
    override: Override | None = None

    def muted(self, now: datetime) -> Mute | None:
        """The mute, while it holds."""
        return self.mute if self.mute and now < self.mute.until else None

    def holds(self, now: datetime) -> bool:
        """Whether anything of it holds."""
        return bool(self.muted(now) or self.override)


class MutedRule(Model):
    """Findings that a mute kept off the answer. `worst` is the worst of them by the rule's own severities."""

    rule: str
    title: str
    count: int
    worst: Severity
    categories: tuple[Category, ...]
    mute: Mute

    @property
    def grave(self) -> bool:
        """Whether it is named on every card: what can hide everything else is never hidden without a word."""
        return self.worst in GRAVE


@dataclass(frozen=True, slots=True)
class Ruled:
    """Detections after the rulings: those to show, and which were muted."""

    shown: tuple[Detection, ...]
    muted: tuple[MutedRule, ...]


def ruled(detections: Sequence[Detection], rulings: Mapping[str, Ruling], now: datetime) -> Ruled:
    """Apply what holds now, by rule."""
    shown, muted = list[Detection](), dict[str, list[Detection]]()
    for each in detections:
        ruling = rulings.get(each.rule)
        if ruling and ruling.muted(now):
            muted.setdefault(each.rule, []).append(each)
        else:
            shown.append(_judged(each, ruling.override) if ruling and ruling.override else each)
    kept = (_muted(several, rulings[rule].mute) for rule, several in muted.items())
    return Ruled(tuple(shown), tuple(sorted((each for each in kept if each), key=_order)))


def worst(severities: Iterable[Severity]) -> Severity:
    """The worst of some; informational of none."""
    return min(severities, key=_WORST_FIRST.index, default=Severity.INFORMATIONAL)


def _judged(detection: Detection, override: Override) -> Detection:
    why = f"the team set it to {override.severity.value} ({override.reason})"
    return detection.model_copy(update={"severity": override.severity, "softened": why})


def _muted(several: Sequence[Detection], mute: Mute | None) -> MutedRule | None:
    first = several[0]
    return (
        None
        if mute is None
        else MutedRule(
            rule=first.rule,
            title=first.title,
            count=len(several),
            worst=worst(each.severity for each in several),
            categories=tuple(dict.fromkeys(each.category for each in several)),
            mute=mute,
        )
    )


def _order(each: MutedRule) -> tuple[int, str]:
    return _WORST_FIRST.index(each.worst), each.rule
