"""The events of a span, judged: read once for all who ask about that span, in parts when the whole takes longer."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from core.answers.security_events import Looked
from core.clock import Clock
from core.detections import Detection, detect
from core.detections.event import event_of
from core.detections.habits import Habits
from core.errors import Upstream
from core.gaps import Gap, whole
from core.place import Place
from core.progress import Progress
from core.security.answering import Material
from core.spans import parse_span
from services.aws.crew import Crew
from services.aws.deadline import answering_within, left_s, patience_s
from services.aws.session import Aws
from workflows.fresh import Fresh
from workflows.security.audience import Audiences
from workflows.security.sources import AccountTrail, Event, Joined, OwnRules, ServiceFindings
from workflows.told import told
from workflows.trail import TrailAnswer

MOST_EVENTS = 20_000
"""Judging them takes a few seconds, and some hundred megabytes; of more, the newest are judged."""
FIRST_EVENTS = 4_000
"""The same for the first part of an answer, in a second."""
_MOST_KEPT = 3
_THREADS, _VOICES = 8, 4
_JUDGING_S = 6.0  # of the deadline, kept for judging
_FIRST_S = 2.8  # a first part is promised within 5 s, and has to be judged and drawn too
_BRIEFLY_S = 0.1
_SERVICES = "what GuardDuty, Security Hub and Inspector found"


@dataclass(frozen=True, slots=True)
class Judging:
    """What events are judged by beside our detections: the team's own rules, and what callers usually do."""

    own_rules: OwnRules
    habits: Callable[[], Habits | None]


@dataclass(frozen=True, slots=True)
class _Judged:
    """Events with what was found in them, so that the same events are not judged twice."""

    answer: TrailAnswer
    events: Sequence[Event]
    detections: tuple[Detection, ...]
    left_out: tuple[Gap, ...]


class Reading:
    """Reads and judges spans; a whole one is kept for `keep_s` seconds."""

    def __init__(
        self,
        aws: Aws,
        trail: AccountTrail,
        findings: ServiceFindings,
        judging: Judging,
        clock: Clock,
        deadline_s: float,
        keep_s: float,
    ) -> None:
        self._aws = aws
        self._trail = trail
        self._findings = findings
        self._judging = judging
        self._clock = clock
        self._deadline_s = deadline_s
        self._crew = Crew(_THREADS, thread_name_prefix="security")
        self._voices = ThreadPoolExecutor(_VOICES, thread_name_prefix="parts")
        self._kept: Fresh[Material] = Fresh(clock, keep_s, lambda material: whole(material.gaps), _MOST_KEPT)
        self._numbers = count(1)
        self._audiences: Audiences[Material] = Audiences(self._voices)

    def of(self, time_range: str, hear: Callable[[Material], None], progress: Progress) -> Material:
        """What happened in the last `time_range`; `hear` is told a part of it when the whole takes longer.

        Raises:
            Upstream: AWS did not say which account this is.
        """

        def ask() -> Material:
            with answering_within(self._deadline_s, self._clock):
                return self._asked(time_range, progress)

        with self._audiences.listening(time_range, hear):
            # A rule of the team's own that was changed counts at once.
            material = self._kept.get((time_range, self._judging.own_rules.standing().version), ask)
        return replace(material, place=material.place.at(self._clock.now()))

    def _asked(self, time_range: str, progress: Progress) -> Material:
        started, now = self._clock.monotonic(), self._clock.now()
        since = now - parse_span(time_range)
        naming = self._crew.submit(lambda: self._aws.account)
        joining = self._crew.submit(self._findings.since, since)
        progress.say("Reading the account's events")
        with answering_within(_FIRST_S, self._clock):
            first_read = self._trail.events(since, now)
        judged = self._judged(first_read, FIRST_EVENTS)
        account = _account(naming)

        def material() -> Material:
            took_s = self._clock.monotonic() - started
            place = Place(account=account, region=self._aws.region, asked_at=now, took_s=took_s)
            return self._material(judged, since, joining, place)

        wait([joining], timeout=min(_BRIEFLY_S, left_s()))
        first = material()
        if joining.done() and whole((*judged.answer.gaps, *judged.left_out)):
            return first
        self._audiences.tell(time_range, first)
        judged = self._more(judged, since, now, progress)
        wait([joining], timeout=patience_s())
        return material()

    def _more(self, judged: _Judged, since: datetime, now: datetime, progress: Progress) -> _Judged:
        """Read on while that brings more and there is time to judge it."""
        answer = judged.answer
        while not whole(answer.gaps) and left_s() > _JUDGING_S:
            further = self._trail.events(since, now)
            progress.say(f"Reading the account's events: {len(further.events):,} so far")
            if (further.oldest_read, len(further.events)) == (answer.oldest_read, len(answer.events)):
                break
            answer = further
        again = answer is not judged.answer or not whole(judged.left_out)
        return self._judged(answer, MOST_EVENTS) if again else judged

    def _judged(self, answer: TrailAnswer, most: int) -> _Judged:
        every, unread = _iterated(answer)
        events = every[-most:]
        left_out = (*unread, *([_too_many(len(every), most)] if len(every) > most else []))
        found = (*detect(events, self._judging.habits()), *self._judging.own_rules.detections(events))
        return _Judged(answer, events, tuple(sorted(found, key=lambda each: each.event_index)), left_out)

    def _material(self, judged: _Judged, since: datetime, joining: "Future[Joined]", place: Place) -> Material:
        joined = told(joining, _SERVICES)
        found = joined.answer or Joined(gaps=joined.gaps)
        standing = self._judging.own_rules.standing()
        looked = Looked(
            asked_since=since,
            since=_since(judged),
            until=judged.answer.read_until,
            events=len(judged.events),
            own_rules=len(standing.rules),
            left_out=judged.answer.left_out,
        )
        gaps = (*judged.answer.gaps, *judged.left_out, *found.gaps, *_own_gaps(standing.problems))
        return Material(
            judged.events, judged.detections, looked, found.findings, found.sources, gaps, place, next(self._numbers)
        )


def _account(naming: "Future[str]") -> str:
    """Which account it is, asked while its events were read; raises Upstream where AWS did not say."""
    wait([naming], timeout=patience_s())
    if not naming.done():
        raise Upstream.timed_out("GetCallerIdentity")
    return naming.result()


def _since(judged: _Judged) -> datetime | None:
    """Since when everything was judged."""
    oldest = judged.answer.oldest_read
    if oldest is None or len(judged.events) == len(judged.answer.events) or not judged.events:
        return oldest
    return event_of(0, judged.events[0]).at


def _iterated(answer: TrailAnswer) -> tuple[list[Event], tuple[Gap, ...]]:
    """All events, or as many as the log gives."""
    events: list[Event] = []
    try:
        events.extend(answer.events)
    except Upstream as error:
        return events, (Gap(what="a part of the kept events", why=error.sentence, advice=error.advice),)
    return events, ()


def _own_gaps(problems: Sequence[str]) -> tuple[Gap, ...]:
    """By choice: reading the same rule again brings the same."""
    advice = "Mend the file; it is read again by itself."
    return tuple(Gap(what="a rule of the team's own", why=why, advice=advice, by_choice=True) for why in problems)


def _too_many(total: int, most: int) -> Gap:
    """Of what is judged in the end the rest stays unjudged by choice."""
    why = f"the newest {most:,} of {total:,} events were judged"
    by_choice = most == MOST_EVENTS
    advice = "Ask about a shorter time." if by_choice else "The rest is being judged."
    return Gap(what="older events", why=why, advice=advice, by_choice=by_choice)
