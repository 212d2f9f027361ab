"""An explainer whose collectors bring what a test says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.alerts import Alert, Incident
from core.causes.evidence import Evidence
from core.clock import Clock
from core.errors import NotFound
from core.routing import route
from services.aws.crew import Crew
from services.store import Store
from tests.core.examples import StillClock
from tests.workflows.fakes import Account, FakeAws
from tests.workflows.reporting import memory_store
from workflows.alerts.handling import Handling
from workflows.alerts.silences import Silences
from workflows.explaining.case import Case, Collector, Gathered
from workflows.explaining.explaining import Explainer, Past
from workflows.explaining.gathering import Gathering
from workflows.explaining.memory import CauseMemory
from workflows.explaining.reasoning import Advised
from workflows.explaining.replies import Replies, Telling
from workflows.explaining.shelf import Shelf, shelf


@dataclass
class Bringing:
    """A collector that brings something, or does what it is told."""

    brought: Gathered | Callable[[Case], Gathered] = field(default_factory=Gathered)
    about: str = "a look"
    seen: Case | None = None

    def collect(self, case: Case) -> Gathered:
        self.seen = case
        return self.brought(case) if callable(self.brought) else self.brought


class Kept:
    """Incidents by id; ids begin with `inc-`."""

    def __init__(self, *incidents: Incident) -> None:
        self._known = {each.id: each for each in incidents}

    def find(self, incident_id: str) -> Incident | None:
        if incident_id.startswith("inc-") and incident_id not in self._known:
            raise NotFound(f"There is no incident {incident_id}.")
        return self._known.get(incident_id)


def explainer(
    collectors: Mapping[str, Collector] | None = None,
    *incidents: Incident,
    store: Store | None = None,
    clock: Clock | None = None,
    specialists: Shelf | None = None,
    advised: Advised | None = None,
) -> Explainer:
    clock = clock or StillClock()
    crew = Crew(8, thread_name_prefix="test")
    past = Past(Kept(*incidents), CauseMemory(store or memory_store(clock), clock), advised)
    gathering = Gathering(collectors or {}, crew, 2.0)
    return Explainer(FakeAws(Account()), specialists or shelf(), gathering, route, past, clock, crew)


def alert(title: str = "CPU high", **fields: object) -> Alert:
    return Alert.model_validate({"fingerprint": "f1", "title": title, **fields})


def measured(kind: str, said: str = "It was measured.", **fields: object) -> Evidence:
    return Evidence.model_validate({"kind": kind, "source": "CloudWatch", "said": said, **fields})


def replies_of(explaining: Explainer, store: Store, clock: Clock) -> Replies:
    """Replies in a channel, without charts."""
    incidents = Handling(store, clock, Silences(store, clock), "CALERTS")
    telling = Telling("CALERTS", lambda _: (), lambda _: "")
    return Replies(explaining, incidents, CauseMemory(store, clock), store, clock, telling)
