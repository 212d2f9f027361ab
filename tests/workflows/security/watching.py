"""A watch over an account whose trail a test has written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.clock import Clock
from core.detections import Detection
from core.flow_rejects import Rejects
from core.gaps import Gap
from core.logins import Login
from core.patching.policy import Policy
from services.aws.crew import Crew
from services.sigma.folder import Standing
from services.store import Store
from tests.core.examples import StillClock
from tests.workflows.fakes import Account, FakeAws, FakeEc2
from tests.workflows.patching.people import ARN, POLICY, RITA, TEAM, Team
from workflows.instance_trail import InstanceActivity
from workflows.patching.callers import Callers
from workflows.security.reading import Judging, Reading
from workflows.security.rulings import Rulings
from workflows.security.scoping import Scoping
from workflows.security.sources import Joined, NoOwnRules, OwnRules, RulesStanding
from workflows.security.watch import SecurityWatch
from workflows.trail import TrailAnswer

CALLED = POLICY.model_copy(update={"callers": {ARN: RITA}})


@dataclass
class WrittenTrail:
    """Answers in turn, the last one for ever; each is the events, how far back they go, and what is missing."""

    turns: list[tuple[Sequence[Mapping[str, object]], datetime | None, tuple[Gap, ...]]] = field(default_factory=list)
    asked: int = 0

    def events(self, since: datetime, until: datetime) -> TrailAnswer:
        events, oldest, gaps = self.turns[min(self.asked, len(self.turns) - 1)] if self.turns else ((), since, ())
        self.asked += 1
        return TrailAnswer(events, gaps, until, oldest)


@dataclass
class Found:
    """What AWS's own services say."""

    joined: Joined = field(default_factory=Joined)

    def since(self, moment: datetime) -> Joined:
        del moment
        return self.joined


@dataclass
class Own(NoOwnRules):
    """Own rules that find what a test says."""

    found: tuple[Detection, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        super().__init__()

    def standing(self) -> RulesStanding:
        return Standing((), (), 0, self.version)

    def detections(self, events: Sequence[Mapping[str, object]]) -> tuple[Detection, ...]:
        return self.found if events else ()


def reading(
    trail: WrittenTrail,
    found: Found | None = None,
    own: OwnRules | None = None,
    clock: Clock | None = None,
    keep_s: float = 300,
) -> Reading:
    judging = Judging(own or NoOwnRules(), lambda: None)
    return Reading(FakeAws(Account()), trail, found or Found(), judging, clock or StillClock(), 25, keep_s)


def rulings(store: Store, clock: Clock, own: OwnRules | None = None, policy: Policy = CALLED) -> Rulings:
    callers = Callers(policy, lambda: ARN, lambda: TEAM)
    return Rulings(store, policy, Team(), callers, own or NoOwnRules(), "", clock)


@dataclass
class Visited:
    """Who came in to an instance."""

    logins: tuple[Login, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def of(self, instance_id: str, since: datetime, until: datetime) -> InstanceActivity:
        assert since < until
        return InstanceActivity(instance_id, (), (), self.logins, (), Rejects(), self.gaps, None, None)


def watch(
    account: Account, trail: WrittenTrail, made: Rulings, clock: Clock, visits: Visited | None = None
) -> SecurityWatch:
    scoping = Scoping(FakeAws(account), FakeEc2(account), Crew(2))
    return SecurityWatch(reading(trail, clock=clock), scoping, made, clock, 25, visits=visits)
