import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.causes.hypothesis import Report
from core.causes.reporting import report_of
from core.causes.wording import Wording, digest_of
from core.errors import Cause, Upstream
from services.reasoning import Answered
from services.store.cache import Cache
from tests.core.causes.knowledge import fact, plumbing, scene
from tests.core.examples import StillClock
from tests.workflows.reporting import memory_store
from workflows.explaining.reasoning import Advised, Price

DOUBTFUL = report_of([plumbing()], scene(fact("told_leak", told=True, room="hall")), ())
CLOSE = report_of([plumbing()], scene(fact("pressure_low"), fact("work_before", -0.5)), ())
SAID = "A pipe in hall burst, as the alert shows."


@dataclass
class Model:
    """Says what it is told to, or fails."""

    model: str = "made-up"
    failing: bool = False
    says: str = SAID
    look_at: str = ""
    asked: list[str] = field(default_factory=list)

    def word(self, instructions: str, digest: str) -> Answered:
        del instructions
        self.asked.append(digest)
        if self.failing:
            raise Upstream("no", cause=Cause.BROKEN, retryable=True)
        cites = tuple(json.loads(digest)["hypotheses"][0]["cites"])
        wording = Wording(root_cause=self.says, cites=cites, look_at=self.look_at)
        return Answered(wording, 1_000_000, 100_000)


@dataclass
class World:
    model: Model
    clock: StillClock
    advised: Advised

    def worded(self, report: Report = DOUBTFUL) -> tuple[str, str, float]:
        found = self.advised.worded(report, "t", (plumbing(),))
        return found.report.hypotheses[0].text, found.model, found.usd


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    clock, model = StillClock(), Model()
    cache = Cache(tmp_path, clock)
    yield World(model, clock, Advised(model, memory_store(clock), cache, clock, Price(1.0, 5.0, 4.0)))
    cache.close()


def test_a_doubtful_report_is_worded_and_paid_for(world: World) -> None:
    assert world.worded() == (SAID, "made-up", 1.5)
    assert world.advised.spent_today() == pytest.approx(1.5)


def test_the_same_evidence_is_worded_once(world: World) -> None:
    world.worded()
    assert world.worded() == (SAID, "made-up", 0.0)
    assert len(world.model.asked) == 1


def test_decisive_evidence_needs_no_model(world: World) -> None:
    sure = report_of([plumbing()], scene(fact("pressure_low"), fact("told_leak", told=True)), ())
    assert world.worded(sure)[1] == ""
    assert world.model.asked == []


def test_a_model_that_fails_leaves_our_own_words_and_is_spared_after_three_times(world: World) -> None:
    world.model.failing = True
    for _ in range(5):
        assert world.worded() == (DOUBTFUL.hypotheses[0].text, "", 0.0)
    assert len(world.model.asked) == 3
    world.clock.advance(seconds=61)
    world.model.failing = False
    assert world.worded()[1] == "made-up"


def test_the_day_s_budget_stops_the_model_and_never_the_report(world: World) -> None:
    for room in ("attic", "cellar", "garage", "kitchen", "pantry"):
        world.model.says = f"A pipe in {room} burst."
        assert world.worded(leaking(room))[0] == world.model.says
    assert world.advised.spent_today() == pytest.approx(4.5)
    assert len(world.model.asked) == 3
    world.clock.advance(days=1)
    assert world.advised.spent_today() == 0


def leaking(room: str) -> Report:
    return report_of([plumbing()], scene(fact("told_leak", told=True, room=room)), ())


def test_words_with_slots_serve_every_report_of_the_same_shape(world: World) -> None:
    assert "There is told leak. {E1.1|room-1}" in digest_of(leaking("room-1"), "t", "text")
    world.model.says = "A pipe in {E1.1} burst."
    assert world.worded(leaking("room-1"))[0] == "A pipe in room-1 burst."
    assert world.worded(leaking("room-2")) == ("A pipe in room-2 burst.", "made-up", 0.0)
    assert world.advised.worded(leaking("room-2"), "t", (plumbing(),)).kept
    assert len(world.model.asked) == 1


@pytest.mark.parametrize(("room", "other"), [("room-1", "room-2"), ("attic", "cellar")])
def test_words_that_name_a_thing_serve_the_same_evidence_alone(world: World, room: str, other: str) -> None:
    world.model.says = f"A pipe in {room} burst."
    assert [world.worded(leaking(each))[2] for each in (room, other, room)] == [1.5, 1.5, 0.0]
    assert len(world.model.asked) == 2


def test_a_collector_is_wished_for_only_where_nothing_is_decided(world: World) -> None:
    world.model.look_at = "gauge"
    doubtful = world.advised.worded(CLOSE, "t", (plumbing(),), ("gauge",))
    assert doubtful.look_at == "gauge"
    assert '"not_looked_at":["gauge"]' in world.model.asked[0]
    assert DOUBTFUL.check_next == ""
    assert world.advised.worded(DOUBTFUL, "t", (plumbing(),)).look_at == ""
