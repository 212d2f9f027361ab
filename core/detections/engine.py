"""Runs every detection over a stretch of CloudTrail events, in one pass and in the order of time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from operator import attrgetter

from core.detections.answer import Detection
from core.detections.bursts import Bursts
from core.detections.catalogue import COMBINATIONS, RULES
from core.detections.combinations import Combinations
from core.detections.event import Event, event_of
from core.detections.habits import Habits, novelties
from core.detections.machines import Machines
from core.detections.reading import shown, text
from core.detections.rule import Failures, Rule, Together
from core.detections.softening import rank, softened
from core.findings import Severity

_NEVER = datetime.max.replace(tzinfo=UTC)
_THROTTLED = ("throttl", "requestlimitexceeded", "toomanyrequests", "slowdown", "serviceunavailable", "dryrun")


def detect(
    events: Sequence[Mapping[str, object]], habits: Habits | None = None, ours: Iterable[str] = ()
) -> list[Detection]:
    """What stands out in CloudTrail records, in the order of the events; any JSON object is survived.

    The records may come in any order; those without a readable time come last and are in no window. `habits` are those
    of an earlier stretch: with them the first use of a region, an agent or a network by a caller stands out. `ours` are
    accounts of the same owner, to which nothing is leaked; those whose events are among the records are so anyway.
    """
    own = frozenset(ours) | {text(raw.get("recipientAccountId")) for raw in events} - {""}
    read = [event_of(index, raw, own) for index, raw in enumerate(events)]
    read.sort(key=lambda event: event.at or _NEVER)
    run = _Run(habits)
    found = [detection for event in read for detection in run.judge(event)]
    return sorted(found, key=attrgetter("event_index"))


class _Run:
    """One pass: what has been seen so far, bounded by the longest window."""

    def __init__(self, habits: Habits | None) -> None:
        self._habits = habits
        self._bursts = Bursts()
        self._combinations = Combinations(COMBINATIONS)
        self._machines = Machines()
        self._named: dict[tuple[str, str], datetime] = {}
        self._new: set[tuple[str, str]] = set()

    def judge(self, event: Event) -> Iterator[Detection]:
        marks = [f"{event.source}:{event.name}"] if event.succeeded else []
        for rule in (*_RULES_OF.get(f"{event.source}:{event.name}", ()), *_RULES_OF_ALL):
            detection = self._applied(rule, event)
            if detection:
                marks.append(rule.slug)
                if rank(detection.severity) >= _GRAVE:
                    marks.append(f"grave:{rule.category}")
                yield detection
        yield from self._of_machines(event)
        for combination, indexes in self._combinations.complete(event, marks):
            yield _combined(combination, event, indexes)
        yield from self._of_habits(event)

    def _applied(self, rule: Rule, event: Event) -> Detection | None:
        if (event.who.service and not rule.services_too) or not _counts(rule.failures, event):
            return None
        answer = rule.when(event)
        if not answer:
            return None
        indexes: tuple[int, ...] = (event.index,)
        if rule.window:
            indexes = self._bursts.complete(rule, event)
        if not indexes or self._named_lately(rule, event):
            return None
        severity, reason = softened(rule, answer if isinstance(answer, Severity) else rule.severity, event)
        return _told(rule, event, severity, indexes, reason) if severity else None

    def _named_lately(self, rule: Rule, event: Event) -> bool:
        if rule.once_in is None or event.at is None:
            return False
        key = (rule.slug, event.who.key)
        before = self._named.get(key)
        if before and event.at - before < rule.once_in:
            return True
        self._named[key] = event.at
        return False

    def _of_machines(self, event: Event) -> Iterator[Detection]:
        for rule, indexes in self._machines.seen(event):
            yield _told(rule, event, rule.severity, indexes, "")

    def _of_habits(self, event: Event) -> Iterator[Detection]:
        if self._habits is None or event.who.service:
            return
        for rule, what in novelties(self._habits, event):
            if (key := (event.who.key, what)) not in self._new:
                self._new.add(key)
                yield _told(rule, event, rule.severity, (event.index,), "")


def _counts(failures: Failures, event: Event) -> bool:
    if not event.error:
        return True
    if any(word in event.error.lower() for word in _THROTTLED):
        return False
    return failures is Failures.ALL or (failures is Failures.DENIED and event.denied)


def _told(rule: Rule, event: Event, severity: Severity, indexes: tuple[int, ...], reason: str) -> Detection:
    attempt = " (refused)" if event.denied and not rule.window else ""
    subject = "" if rule.window else event.subject
    return Detection(
        event_index=event.index,
        event_indexes=indexes,
        rule=rule.slug,
        title=f"{rule.title}{attempt}" + (f": {subject}" if subject else ""),
        severity=severity,
        category=rule.category,
        technique=rule.technique,
        at=event.at,
        actor=event.who.actor,
        source_ip=shown(event.source_ip),
        why=rule.advice.why,
        check=rule.advice.check,
        do=rule.advice.do,
        confidence="low" if reason and event.who.tool else rule.confidence,
        softened=reason,
    )


def _combined(combination: Together, event: Event, indexes: tuple[int, ...]) -> Detection:
    return Detection(
        event_index=event.index,
        event_indexes=indexes,
        rule=combination.slug,
        title=combination.title,
        severity=combination.severity,
        category=combination.category,
        technique=combination.technique,
        at=event.at,
        actor=event.who.actor,
        source_ip=shown(event.source_ip),
        why=combination.advice.why,
        check=combination.advice.check,
        do=combination.advice.do,
        confidence=combination.confidence,
    )


_GRAVE = rank(Severity.MEDIUM)


def _by_call(rules: Sequence[Rule]) -> dict[str, tuple[Rule, ...]]:
    calls = {call for rule in rules for call in rule.calls}
    named = {call: tuple(rule for rule in rules if call in rule.calls) for call in calls}
    bare = {f":{call.partition(':')[2]}" for call in calls}
    return named | {
        name: tuple(rule for rule in rules if any(call.endswith(name) for call in rule.calls)) for name in bare
    }


# A record that was cut on its way may lack the service; then the name of the call alone must do.
_RULES_OF = _by_call(RULES)
_RULES_OF_ALL = tuple(rule for rule in RULES if not rule.calls)
