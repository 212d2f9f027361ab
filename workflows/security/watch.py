"""The answers to questions about security events, each narrowed down from one reading of the span."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar, cast

from core.answers.cloudtrail import TrailEvents
from core.answers.config_changes import ConfigChanges
from core.answers.security_events import SecurityEvents
from core.clock import Clock
from core.detections import Category
from core.drift import judge_change
from core.errors import Upstream
from core.gaps import Gap
from core.model import Model
from core.progress import Progress
from core.security.answering import Material, Question, security_events, trail_events
from core.security.came_in import CameIn
from core.security.config_answer import config_changes
from core.security.rulings import Ruling
from core.security.scope import concerned
from core.spans import parse_span
from services.aws.crew import Crew
from services.aws.deadline import answering_within, left_s, patience_s
from workflows.fresh import Fresh
from workflows.instance_trail import InstanceActivity
from workflows.security.before import Found, NothingRecorded, Recorded
from workflows.security.reading import Reading
from workflows.security.scoping import Scoping, with_roles
from workflows.told import told

_MOST_KEPT = 16
_AT_ONCE = 8
_MAKING_S = 4.5  # of the deadline: what is asked beside the events, and putting the answer together
_WHICH = "which rules the team has muted"


class Rulings(Protocol):
    """What the team has ruled."""

    def holding(self) -> Mapping[str, Ruling]:
        """What holds now; raises Upstream."""
        ...


class Visits(Protocol):
    """Who came in to an instance; see `workflows.instance_trail`."""

    def of(self, instance_id: str, since: datetime, until: datetime) -> InstanceActivity:
        """Between two moments; raises NotFound or Upstream."""
        ...


Told = TypeVar("Told", SecurityEvents, TrailEvents)
PutTogether = Callable[[Material, Question, Mapping[str, Ruling], datetime], Told]


class SecurityWatch:
    """Answers about the account, or about some instances of it."""

    def __init__(
        self,
        reading: Reading,
        scoping: Scoping,
        rulings: Rulings,
        clock: Clock,
        deadline_s: float,
        recorded: Recorded | None = None,
        visits: Visits | None = None,
    ) -> None:
        self._reading = reading
        self._scoping = scoping
        self._rulings = rulings
        self._clock = clock
        self._deadline_s = deadline_s
        self._recorded: Recorded = recorded or NothingRecorded()
        self._visits = visits
        self._crew = Crew(_AT_ONCE, thread_name_prefix="visits")
        # Twenty who ask the same are told from one putting together, which takes seconds for many events.
        self._answers: Fresh[Model] = Fresh(clock, deadline_s, lambda _: True, _MOST_KEPT)

    def security_events(
        self, instance_ids: Sequence[str], kinds: Sequence[Category], time_range: str, progress: Progress
    ) -> SecurityEvents:
        """The stories of the span.

        Raises:
            NotFound: none of the instances exists in this account and region.
            Upstream: AWS did not say which account this is, or what belongs to the instances.
        """
        return self._answered(security_events, instance_ids, kinds, time_range, progress)

    def trail_events(
        self, instance_id: str, kinds: Sequence[Category], time_range: str, progress: Progress
    ) -> TrailEvents:
        """The events of the span, and what stands out; raises as `security_events`."""
        return self._answered(trail_events, [instance_id] if instance_id else [], kinds, time_range, progress)

    def configuration_changes(self, instance_ids: Sequence[str], time_range: str, progress: Progress) -> ConfigChanges:
        """The changes of the span, judged; raises as `security_events`."""
        with answering_within(self._deadline_s, self._clock):
            return self._changes(self._question(instance_ids, (), time_range), progress)

    def _answered(
        self,
        put_together: PutTogether[Told],
        instance_ids: Sequence[str],
        kinds: Sequence[Category],
        time_range: str,
        progress: Progress,
    ) -> Told:
        """An answer by the rulings that hold, with who came in where it is about one instance."""
        with answering_within(self._deadline_s, self._clock):
            asked = self._question(instance_ids, kinds, time_range)
            visiting = self._visiting(asked)

            def answer(material: Material) -> Told:
                return self._made(put_together, asked, material)

            shown = answer(self._read(time_range, answer, progress))
            came_in, gaps = self._visited(visiting)
        return shown.model_copy(update={"came_in": came_in, "partial": _joined(shown.partial, gaps)})

    def _made(self, put_together: PutTogether[Told], asked: Question, material: Material) -> Told:
        """Put together once for all who ask the same of the same material."""
        rulings, unread = self._ruled()

        def make() -> Model:
            by_rule = {each.rule: each for each in rulings}
            return put_together(material, _narrowed(asked, material, unread), by_rule, self._clock.now())

        made = cast("Told", self._answers.get((put_together, material.number, asked, rulings), make))
        return made.model_copy(update={"place": material.place})

    def _read(self, time_range: str, answer: Callable[[Material], Model], progress: Progress) -> Material:
        """The material, with time left to say what is made of it."""
        with answering_within(left_s() - _MAKING_S, self._clock):
            return self._reading.of(time_range, lambda part: progress.so_far(answer(part)), progress)

    def _changes(self, asked: Question, progress: Progress) -> ConfigChanges:
        def judged(material: Material) -> tuple[Question, Found]:
            question = replace(asked, scope=with_roles(asked.scope, material.events))
            places = concerned(material.events, question.scope)
            changes = ((place, judge_change(material.events[place])) for place in sorted(places))
            return question, [(place, change) for place, change in changes if change]

        def first(part: Material) -> ConfigChanges:
            question, found = judged(part)
            return config_changes(part, found, question)

        material = self._read(asked.time_range, first, progress)
        question, found = judged(material)
        progress.say("Asking what changed things were like before")
        found, gaps = self._recorded.of(found, self._clock.now() - parse_span(asked.time_range))
        return config_changes(material, found, replace(question, gaps=(*question.gaps, *gaps)))

    def _question(self, instance_ids: Sequence[str], kinds: Sequence[Category], time_range: str) -> Question:
        subject = self._scoping.subject(instance_ids)
        return Question(tuple(kinds), time_range, subject.instance_ids, subject.label, subject.scope, subject.gaps)

    def _visiting(self, asked: Question) -> "Future[InstanceActivity] | None":
        """Asks who came in, beside the events; only of a single instance."""
        if self._visits is None or len(asked.instance_ids) != 1:
            return None
        until = self._clock.now()
        return self._crew.submit(self._visits.of, asked.instance_ids[0], until - parse_span(asked.time_range), until)

    def _visited(self, visiting: "Future[InstanceActivity] | None") -> tuple[CameIn | None, tuple[Gap, ...]]:
        if visiting is None:
            return None, ()
        wait([visiting], timeout=patience_s())
        activity = told(visiting, "who came in to the instance")
        if activity.answer is None:
            return None, activity.gaps
        found = activity.answer
        return CameIn(logins=found.logins, failed=found.failed, rejects=found.rejects.rejects), found.gaps

    def _ruled(self) -> tuple[tuple[Ruling, ...], tuple[Gap, ...]]:
        """What holds now; where that cannot be read nothing is hidden, and the answer says so."""
        try:
            return tuple(self._rulings.holding().values()), ()
        except Upstream as error:
            return (), (Gap(what=_WHICH, why=error.sentence, advice=error.advice),)


def _joined(gaps: Sequence[Gap], more: Sequence[Gap]) -> tuple[Gap, ...]:
    """Each once: both have read the same events."""
    return tuple(dict.fromkeys((*gaps, *more)))


def _narrowed(asked: Question, material: Material, gaps: tuple[Gap, ...]) -> Question:
    """With the roles that the events tell, and with what is not known of rulings."""
    return replace(asked, scope=with_roles(asked.scope, material.events), gaps=(*asked.gaps, *gaps))
