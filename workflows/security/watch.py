"""The answers to questions about security events, each narrowed down from one reading of the span."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol, cast

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
from core.security.config_answer import config_changes
from core.security.rulings import Ruling
from core.security.scope import concerned
from core.spans import parse_span
from services.aws.deadline import answering_within
from workflows.fresh import Fresh
from workflows.security.before import Found, NothingRecorded, Recorded
from workflows.security.reading import Reading
from workflows.security.scoping import Scoping, with_roles

_MOST_KEPT = 16
_WHICH = "which rules the team has muted"


class Rulings(Protocol):
    """What the team has ruled."""

    def holding(self) -> Mapping[str, Ruling]:
        """What holds now; raises Upstream."""
        ...


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
    ) -> None:
        self._reading = reading
        self._scoping = scoping
        self._rulings = rulings
        self._clock = clock
        self._deadline_s = deadline_s
        self._recorded: Recorded = recorded or NothingRecorded()
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
        asked = self._question(instance_ids, kinds, time_range)

        def answer(material: Material) -> SecurityEvents:
            rulings, unread = self._ruled()
            key = ("stories", material.number, asked, rulings)

            def put_together() -> Model:
                question = _narrowed(asked, material, unread)
                return security_events(material, question, by_rule(rulings), self._clock.now())

            made = cast("SecurityEvents", self._answers.get(key, put_together))
            return made.model_copy(update={"place": material.place})

        return answer(self._reading.of(time_range, lambda part: progress.so_far(answer(part)), progress))

    def trail_events(
        self, instance_id: str, kinds: Sequence[Category], time_range: str, progress: Progress
    ) -> TrailEvents:
        """The events of the span, and what stands out; raises as `security_events`."""
        asked = self._question([instance_id] if instance_id else [], kinds, time_range)

        def answer(material: Material) -> TrailEvents:
            rulings, unread = self._ruled()
            key = ("events", material.number, asked, rulings)

            def put_together() -> Model:
                question = _narrowed(asked, material, unread)
                return trail_events(material, question, by_rule(rulings), self._clock.now())

            made = cast("TrailEvents", self._answers.get(key, put_together))
            return made.model_copy(update={"place": material.place})

        return answer(self._reading.of(time_range, lambda part: progress.so_far(answer(part)), progress))

    def configuration_changes(self, instance_ids: Sequence[str], time_range: str, progress: Progress) -> ConfigChanges:
        """The changes of the span, judged; raises as `security_events`."""
        asked = self._question(instance_ids, (), time_range)

        def judged(material: Material) -> tuple[Question, Found]:
            question = replace(asked, scope=with_roles(asked.scope, material.events))
            places = concerned(material.events, question.scope)
            changes = ((place, judge_change(material.events[place])) for place in sorted(places))
            return question, [(place, change) for place, change in changes if change]

        def first(part: Material) -> ConfigChanges:
            question, found = judged(part)
            return config_changes(part, found, question)

        material = self._reading.of(time_range, lambda part: progress.so_far(first(part)), progress)
        question, found = judged(material)
        progress.say("Asking what changed things were like before")
        found, gaps = self._recorded.of(found, self._clock.now() - parse_span(time_range))
        return config_changes(material, found, replace(question, gaps=(*question.gaps, *gaps)))

    def _question(self, instance_ids: Sequence[str], kinds: Sequence[Category], time_range: str) -> Question:
        with answering_within(self._deadline_s, self._clock):
            subject = self._scoping.subject(instance_ids)
        return Question(tuple(kinds), time_range, subject.instance_ids, subject.label, subject.scope, subject.gaps)

    def _ruled(self) -> tuple[tuple[Ruling, ...], tuple[Gap, ...]]:
        """What holds now; where that cannot be read nothing is hidden, and the answer says so."""
        try:
            return tuple(self._rulings.holding().values()), ()
        except Upstream as error:
            return (), (Gap(what=_WHICH, why=error.sentence, advice=error.advice),)


def by_rule(rulings: Sequence[Ruling]) -> dict[str, Ruling]:
    """Rulings by the slug of their rule."""
    return {each.rule: each for each in rulings}


def _narrowed(asked: Question, material: Material, gaps: tuple[Gap, ...]) -> Question:
    """With the roles that the events tell, and with what is not known of rulings."""
    return replace(asked, scope=with_roles(asked.scope, material.events), gaps=(*asked.gaps, *gaps))
