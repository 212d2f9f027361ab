"""The explanation in an incident's thread: promised at once, told when it is there, and judged by people.

That an incident is to be explained is stored with the line that says so; whoever dies on the way, the next process
explains it. The reply is one message, edited: the line, where the work stands, then the explanation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from blocks.card import Card
from blocks.cause_buttons import Judged
from blocks.explanation import explanation_card, looking_card, unexplained_card
from blocks.fit import fit
from blocks.notice import working_card
from core.actor import Actor
from core.alerts import AlertLevel, Incident
from core.answers.alerts import OpenIncidents
from core.answers.explain import Explanation
from core.attachment import Attachment
from core.clock import Clock
from core.errors import AssistantError, Conflict, NotFound
from core.model import Model
from core.progress import Progress
from services.slack.outbox import FileOf, Lane, Message, intent
from services.store import Changes, Order, Put, Record, Store
from workflows.explaining.memory import CauseMemory, Judgement

KIND = "explaining"
WAITING, TOLD, GIVEN_UP = "waiting", "told", "given-up"
_LEASE = timedelta(seconds=90)
_MOST_TRIES = 3
_KEEP = timedelta(days=400)
_EDIT_EVERY_S = 4.0
_PLAIN = frozenset({"backup", "finding", "scan"})  # what our own watches say of these is the whole explanation
_AHEAD = timedelta(hours=1)
_SECOND_LOOK = timedelta(minutes=7)
_PAGE = 20


class Explains(Protocol):
    """What explains incidents."""

    def incident(self, incident: Incident, progress: Progress) -> Explanation:
        """The explanation."""
        ...

    def specialist_for(self, incident: Incident) -> str:
        """Who will look at it, by title."""
        ...


class FindsIncidents(Protocol):
    """The incidents that are kept."""

    def open_incidents(self) -> OpenIncidents:
        """All that is not over."""
        ...

    def incident(self, ident: str) -> Incident:
        """One by its id; raises NotFound."""
        ...


@dataclass(frozen=True, slots=True)
class Telling:
    """Where replies go. `charts` draws an explanation's files, `keep` stores one and returns its digest."""

    channel: str
    charts: Callable[[Explanation], tuple[Attachment, ...]]
    keep: Callable[[bytes], str]


class Replies:
    """Promises, gives and keeps explanations; `step` is called by threads of the serving process."""

    def __init__(
        self,
        explains: Explains,
        incidents: FindsIncidents,
        memory: CauseMemory,
        store: Store,
        clock: Clock,
        telling: Telling,
    ) -> None:
        self._explains = explains
        self._incidents = incidents
        self._memory = memory
        self._store = store
        self._clock = clock
        self._telling = telling

    def begin(self, incident: Incident) -> None:
        """Promise an explanation in the thread of an incident that people are told of; asked again, it is made anew.

        A story of attacks and a machine that is not scanned are explained by their own words, and get none.

        Raises:
            Upstream: the store does not answer.
        """
        plain = incident.alert.source == "assistant" and incident.alert.kind in _PLAIN
        if plain or not (self._telling.channel and incident.told):
            return
        card = looking_card(self._explains.specialist_for(incident), incident.alert.title)
        before = self._store.get(KIND, incident.id)
        doc = {"tries": 0, "charted": bool(before and before.doc.get("charted"))}
        # Of many that wait, what wakes people is explained first.
        urgent = incident.severity in {AlertLevel.CRITICAL, AlertLevel.HIGH}
        due = self._clock.now() - (_AHEAD if urgent else timedelta())
        put = Put(KIND, incident.id, doc, expect=None, state=WAITING, due=due, expires=self._expires())
        self._store.commit(Changes(puts=(put, intent(self._message(incident, card)))))

    def catch_up(self) -> None:
        """Promise what a process that died had not come to; raises Upstream as the store does."""
        for incident in self._incidents.open_incidents().incidents:
            if self._store.get(KIND, incident.id) is None:
                self.begin(incident)

    def again(self, incident_id: str) -> None:
        """Explain an incident once more; raises NotFound, or Upstream where the store does not answer."""
        self.begin(self._incidents.incident(incident_id))

    def step(self) -> bool:
        """Explain the incident that waits longest; False where none waits. Raises Upstream as the store does."""
        now = self._clock.now()
        waiting = self._store.find(KIND, state=WAITING, due_before=now, limit=_PAGE, order=Order.DUE)
        claimed = next((mine for each in waiting if (mine := self._claimed(each, now))), None)
        if claimed is None:
            return False
        self._explain(claimed)
        return True

    def judge(self, actor: Actor, key: str, judgement: Judgement, *, cause: str = "", words: str = "") -> None:
        """Keep what somebody says of an explanation, and say so where it stands.

        Raises:
            NotFound: it was explained too long ago; Upstream: the store does not answer.
        """
        self._memory.judge(key, judgement, actor, cause=cause, words=words)
        record = self._store.get(KIND, key)
        if record is None or "explanation" not in record.doc:
            return
        judged = Judged(by=actor.user_id, judgement=judgement, told=words or cause.replace("_", " "))
        doc = {**record.doc, "judged": judged.model_dump(mode="json")}
        found, incident = Explanation.model_validate(doc["explanation"]), self._incidents.incident(key)
        put = Put(KIND, key, doc, expect=record.version, state=record.state, expires=self._expires())
        message = self._message(incident, explanation_card(found, judged))
        self._store.commit(Changes(puts=(put, intent(message))))

    def told(self, incident_id: str) -> Explanation | None:
        """What was told of an incident, None before anything was; raises Upstream where the store does not answer."""
        record = self._store.get(KIND, incident_id)
        found = record.doc.get("explanation") if record else None
        return Explanation.model_validate(found) if found else None

    def promised(self, incident_id: str) -> bool:
        """Whether an explanation is being made."""
        record = self._store.get(KIND, incident_id)
        return record is not None and record.state == WAITING

    def waiting(self) -> int:
        """How many incidents wait for their explanation."""
        return self._store.count(KIND, state=WAITING)

    def _claimed(self, record: Record, now: datetime) -> Record | None:
        """The record as ours for a while; None where somebody else was faster."""
        doc = {**record.doc, "tries": record.doc["tries"] + 1}
        put = Put(KIND, record.key, doc, record.version, WAITING, due=now + _LEASE, expires=self._expires())
        try:
            self._store.put(put)
        except Conflict:
            return None
        return self._store.get(KIND, record.key)

    def _explain(self, record: Record) -> None:
        try:
            incident = self._incidents.incident(record.key)
        except NotFound:
            self._store.put(Put(KIND, record.key, record.doc, record.version, GIVEN_UP, expires=self._expires()))
            return
        try:
            found = self._explains.incident(incident, self._following(incident))
        except AssistantError as error:
            if record.doc["tries"] >= _MOST_TRIES:
                self._finish(record, incident, unexplained_card(error.sentence), {}, GIVEN_UP)
            return
        told = {"explanation": found.model_dump(mode="json")}
        judged = Judged.model_validate(record.doc["judged"]) if "judged" in record.doc else None
        again = found.verdict != "likely" and not judged and not record.doc.get("looked_twice")
        state = WAITING if again else TOLD
        self._finish(record, incident, explanation_card(found, judged), told, state, found)

    def _finish(
        self,
        record: Record,
        incident: Incident,
        card: Card,
        told: dict[str, Any],
        state: str,
        found: Explanation | None = None,
    ) -> None:
        charts = () if found is None or record.doc["charted"] else self._charted(incident, found)
        doc = {**record.doc, **told, "charted": record.doc["charted"] or bool(charts)}
        # What was changed just before is not in CloudTrail yet: who has no likely cause looks once more.
        later = self._clock.now() + _SECOND_LOOK if state == WAITING else None
        doc |= {"tries": 0, "looked_twice": True} if later else {}
        put = Put(KIND, record.key, doc, record.version, state, due=later, expires=self._expires())
        messages = (self._message(incident, card), *charts)
        try:
            self._store.commit(Changes(puts=(put, *map(intent, messages))))
        except Conflict:
            return  # asked for again meanwhile: the newer promise is kept

    def _charted(self, incident: Incident, found: Explanation) -> tuple[Message, ...]:
        """The charts for the thread, once: Slack lets no file be edited."""
        return tuple(
            Message(
                key=f"{incident.message_key}:chart-{number}",
                channel=self._telling.channel,
                text=f"A chart of {each.title} could not be attached.",
                thread_key=incident.message_key,
                lane=Lane.NORMAL,
                file=FileOf(
                    digest=self._telling.keep(each.content), name=each.name, title=each.title, alt_text=each.alt_text
                ),
            )
            for number, each in enumerate(self._telling.charts(found))
        )

    def _following(self, incident: Incident) -> Progress:
        return _Edits(self._clock, lambda card: self._store.put(intent(self._message(incident, card))))

    def _message(self, incident: Incident, card: Card) -> Message:
        fitted = fit(card)
        return Message(
            key=f"{incident.message_key}:explanation",
            channel=self._telling.channel,
            text=fitted.text,
            blocks=fitted.blocks,
            thread_key=incident.message_key,
            # In a storm the first word of each incident goes before the last word of any.
            lane=Lane.NORMAL,
        )

    def _expires(self) -> datetime:
        return self._clock.now() + _KEEP


class _Edits:
    """Progress as edits of the reply, few enough that Slack likes them."""

    def __init__(self, clock: Clock, show: Callable[[Card], object]) -> None:
        self._clock = clock
        self._show = show
        self._last_s = clock.monotonic()

    def say(self, what: str, done: int = 0, total: int | None = None) -> None:
        """Show it, unless something was shown a moment ago."""
        if self._clock.monotonic() - self._last_s < _EDIT_EVERY_S:
            return
        self._last_s = self._clock.monotonic()
        self._show(working_card(what, done, total))

    def so_far(self, answer: Model) -> None:
        """The whole answer follows; a part of it would be edited away at once."""
