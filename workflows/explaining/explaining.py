"""Explains an alert: routes it, gathers evidence, weighs causes, and says what to do; no model is needed."""

from collections.abc import Callable, Sequence
from concurrent.futures import wait
from dataclasses import dataclass, replace
from typing import Protocol

from core.alerts import Alert, Incident, normalise
from core.answers.explain import Explanation, Similar
from core.causes.evidence import Evidence
from core.causes.hypothesis import Report
from core.causes.signs import named
from core.causes.specialist import Specialist
from core.causes.subject import subject_of
from core.clock import Clock
from core.errors import BadRequest, Upstream
from core.place import Place
from core.progress import Progress
from core.redact import redact
from services.aws.crew import Crew
from services.aws.session import Aws
from workflows.explaining.answer import Asked, Found, Routed, explanation
from workflows.explaining.case import Case, Gathered
from workflows.explaining.gathering import Gathering
from workflows.explaining.reasoning import Advised, Worded
from workflows.explaining.shelf import Shelf
from workflows.explaining.weighing import weighed

_ACCOUNT_S = 2.0
_PASTED = "pasted text"


class Memory(Protocol):
    """Earlier incidents whose cause people confirmed."""

    def recalled(self, alert: Alert, but: str = "") -> tuple[tuple[Evidence, ...], tuple[Similar, ...]]:
        """What speaks for the causes of similar ones, and those incidents, newest first; `but` is no such one."""
        ...

    def note(self, found: Explanation, alert: Alert) -> str:
        """Keep what was said, and return the key by which it is judged."""
        ...


class Incidents(Protocol):
    """The incidents that are kept."""

    def find(self, incident_id: str) -> Incident | None:
        """The incident with this id; None where the text is no id of ours.

        Raises:
            NotFound: it looks like one, and there is no such incident.
        """
        ...


@dataclass(frozen=True, slots=True)
class Past:
    """What is kept of before, and who else may have a say; `advised` is None where no model is used."""

    incidents: Incidents
    memory: Memory
    advised: Advised | None = None


class Explainer:
    """Explains incidents and pasted texts."""

    def __init__(
        self,
        aws: Aws,
        shelf: Shelf,
        gathering: Gathering,
        route: Callable[[Alert], Routed],
        past: Past,
        clock: Clock,
        crew: Crew,
    ) -> None:
        self._aws = aws
        self._shelf = shelf
        self._gathering = gathering
        self._route = route
        self._past = past
        self._clock = clock
        self._crew = crew

    def explain(self, incident_id: str, text: str, progress: Progress) -> Explanation:
        """Explain an incident by its id, or a text; what is no id of ours is a text too.

        Raises:
            BadRequest: there is neither.
            NotFound: it looks like an id of ours, and there is no such incident.
            Upstream: the state does not answer.
        """
        given = incident_id.strip() or text.strip()
        if not given:
            example = "Paste the alert's text, such as: Disk full on web-1."
            raise BadRequest("This needs an incident or the text of an alert.", advice=example)
        known = self._past.incidents.find(given) if len(given.split()) == 1 else None
        return self.incident(known, progress) if known else self.text(text.strip() or given, progress)

    def text(self, text: str, progress: Progress) -> Explanation:
        """Explain what somebody pasted: a sentence, or a payload as a monitoring service sent it.

        Raises:
            BadRequest: there is nothing in it.
        """
        alerts = normalise(_PASTED, text) if text.strip() else ()
        if not alerts:
            raise BadRequest("There is no alert in that text.")
        return self._explained(Asked(alerts[0], alerts[:1], "", len(alerts), len(alerts)), progress)

    def incident(self, incident: Incident, progress: Progress) -> Explanation:
        """Explain an incident by the alert that leads it; its other members tell what it is about."""
        members = tuple(each.alert for each in incident.members)
        lead = incident.alert
        dated = lead if lead.at else lead.model_copy(update={"at": incident.first_seen})
        return self._explained(Asked(dated, members, incident.id, incident.count, incident.things), progress)

    def specialist_for(self, incident: Incident) -> str:
        """Who will look at an incident, by title."""
        return self._shelf.asked_for(incident.alert, self._route(incident.alert).specialist)[0].title

    @property
    def known_causes(self) -> tuple[tuple[str, str], ...]:
        """Name and title of every cause that a specialist knows."""
        return tuple((cause.name, cause.title) for one in self._shelf.specialists for cause in one.causes)

    def _explained(self, asked: Asked, progress: Progress) -> Explanation:
        started, now = self._clock.monotonic(), self._clock.now()
        alert = asked.alert
        routed = self._route(alert)
        specialists = self._shelf.asked_for(alert, routed.specialist)
        progress.say(f"Looking at it as {specialists[0].title.lower()}")
        alarmed_at = min(alert.at, now) if alert.at else now
        case = Case(alert, subject_of(*asked.members), named(alert), alarmed_at, now)
        recalled, similar = self._past.memory.recalled(alert, asked.incident_id)
        gathered, worded = self._weighed(case, specialists, recalled, progress)
        place = Place(
            account=self._account(alert),
            region=alert.region or self._aws.region,
            asked_at=now,
            took_s=self._clock.monotonic() - started,
        )
        found = explanation(Found(asked, case, specialists, routed, worded, gathered, similar), place)
        return found.model_copy(update={"judged_as": self._past.memory.note(found, alert)})

    def _weighed(
        self, case: Case, specialists: tuple[Specialist, ...], recalled: tuple[Evidence, ...], progress: Progress
    ) -> tuple[Gathered, Worded]:
        """What was found and what it comes to; a model may have one more collector look."""
        first = (*self._shelf.collectors(specialists[0]), *self._gathering.always)
        others = tuple(name for name in self._gathering.names if name not in first)
        gathered = self._gathering.gather(first, case, progress)
        progress.say("Weighing causes")
        worded = self._worded(weighed(case, specialists, gathered, recalled), case.alert, specialists, others)
        if worded.look_at not in others:
            return gathered, worded
        gathered += self._gathering.gather((worded.look_at,), case, progress)
        again = self._worded(weighed(case, specialists, gathered, recalled), case.alert, specialists)
        return gathered, replace(again, usd=worded.usd + again.usd)

    def _worded(
        self, report: Report, alert: Alert, specialists: tuple[Specialist, ...], collectors: Sequence[str] = ()
    ) -> Worded:
        """The report as a model words it, where there is one and it may; else the report."""
        if self._past.advised is None:
            return Worded(report)
        return self._past.advised.worded(report, redact(alert.title), specialists, collectors)

    def _account(self, alert: Alert) -> str:
        """Whose account it is; an explanation is not held up by asking."""
        if alert.account:
            return alert.account
        asked = self._crew.submit(lambda: self._aws.account)
        wait([asked], timeout=_ACCOUNT_S)
        if not asked.done():
            return "unknown"
        try:
            return asked.result()
        except Upstream:
            return "unknown"
