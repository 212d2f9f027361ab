"""The explanation in an incident's thread."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from core.actor import Actor, Door
from core.alerts import AlertLevel, Incident, IncidentState, Member
from core.alerts.scale import AlertState
from core.answers.alerts import OpenIncidents
from core.answers.explain import Explanation
from core.attachment import Attachment
from core.errors import NotFound
from core.progress import Progress, Silent
from services.store import Store
from services.store.sqlite import SqliteStore
from tests.core.examples import NOW, StillClock
from tests.workflows.explaining.world import Kept, alert, explainer
from tests.workflows.fakes import DENIED
from tests.workflows.reporting import memory_store
from workflows.explaining.explaining import Explainer
from workflows.explaining.memory import CauseMemory
from workflows.explaining.replies import GIVEN_UP, KIND, TOLD, WAITING, Replies, Telling

ANN = Actor(Door.SLACK, "T1", "U1")
PICTURE = Attachment(name="a.png", title="CPU", media_type="image/png", content=b"png", alt_text="a line")


def incident(**more: object) -> Incident:
    pool = alert("Connection pool exhausted for user-service", severity=AlertLevel.HIGH)
    made = {
        "id": "inc-1", "state": IncidentState.OPEN, "severity": AlertLevel.HIGH, "title": "t", "first_seen": NOW,
        "last_seen": NOW, "told": True,
        "members": (Member(alert=pool, count=1, state=AlertState.FIRING, last_seen=NOW),),
    }  # fmt: skip
    return Incident.model_validate({**made, **more})


class Finds:
    def __init__(self, *known: Incident) -> None:
        self._kept = Kept(*known)
        self._known = known

    def open_incidents(self) -> OpenIncidents:
        return OpenIncidents(incidents=self._known, counts={}, silences=(), waiting=0, dead_letters=0)

    def incident(self, ident: str) -> Incident:
        found = self._kept.find(ident)
        if found is None:
            raise NotFound("no")
        return found


@dataclass
class Failing:
    """Explains nothing, so often."""

    times: int
    real: Explainer
    asked: list[str] = field(default_factory=list)

    def incident(self, one: Incident, progress: Progress) -> Explanation:
        self.asked.append(one.id)
        if len(self.asked) <= self.times:
            raise DENIED
        return self.real.incident(one, progress)

    def specialist_for(self, one: Incident) -> str:
        return self.real.specialist_for(one)


@dataclass
class Scene:
    replies: Replies
    store: SqliteStore
    clock: StillClock

    def message(self, name: str = "explanation") -> dict[str, Any]:
        record = self.store.get("outbox", f"incident:inc-1:{name}")
        assert record is not None
        message: dict[str, Any] = record.doc["message"]
        return message

    def state(self) -> str:
        record = self.store.get(KIND, "inc-1")
        return record.state if record else ""


def scene(
    *, failures: int = 0, channel: str = "C1", charts: tuple[Attachment, ...] = (), one: Incident | None = None
) -> Scene:
    clock = StillClock()
    store: SqliteStore = memory_store(clock)
    real = explainer(store=store, clock=clock)
    telling = Telling(channel, lambda _: charts, lambda _: "d1")
    kept: Store = store
    finds = Finds(one or incident(), incident(id="inc-2"))
    replies = Replies(Failing(failures, real), finds, CauseMemory(kept, clock), kept, clock, telling)
    return Scene(replies, store, clock)


def test_at_once_the_thread_says_who_looks_at_what() -> None:
    world = scene()
    world.replies.begin(incident())
    message = world.message()
    assert "Looking at" in message["text"]
    assert "as database" in message["text"]
    assert (message["thread_key"], message["lane"]) == ("incident:inc-1", "normal")


@pytest.mark.parametrize("kind", ["scan", "finding"])
def test_what_a_watch_of_ours_explains_itself_gets_no_guess(kind: str) -> None:
    own = alert("2 machines were never scanned for patches", source="assistant", kind=kind)
    world = scene()
    member = Member(alert=own, count=1, state=AlertState.FIRING, last_seen=NOW)
    world.replies.begin(incident(members=(member,)))
    assert world.store.get(KIND, "inc-1") is None
    assert not world.replies.step()


def test_the_line_becomes_the_explanation() -> None:
    world = scene()
    world.replies.begin(incident())
    assert world.replies.step()
    assert "an exhausted connection pool" in world.message()["text"]
    assert world.state() == TOLD
    assert not world.replies.step()


def test_a_chart_comes_once_however_often_it_is_explained() -> None:
    world = scene(charts=(PICTURE,))
    world.replies.begin(incident())
    world.replies.step()
    first = world.message("chart-0")
    assert first["file"]["digest"] == "d1"
    world.replies.again("inc-1")
    world.replies.step()
    record = world.store.get("outbox", "incident:inc-1:chart-0")
    assert record is not None
    assert record.version == 1


def test_who_dies_on_the_way_leaves_it_to_the_next_process() -> None:
    world = scene(failures=1)
    world.replies.begin(incident())
    assert world.replies.step()  # fails
    assert world.state() == WAITING
    assert not world.replies.step()  # still somebody's
    world.clock.advance(seconds=91)
    assert world.replies.step()
    assert world.state() == TOLD


def test_of_many_that_wait_what_wakes_people_is_explained_first() -> None:
    world = scene()
    world.replies.begin(incident(severity=AlertLevel.LOW))
    world.clock.advance(seconds=5)
    world.replies.begin(incident(id="inc-2", severity=AlertLevel.CRITICAL))
    assert world.replies.step()
    first, second = (world.store.get(KIND, each) for each in ("inc-1", "inc-2"))
    assert first is not None
    assert second is not None
    assert (first.state, second.state) == (WAITING, TOLD)


def test_without_a_likely_cause_it_is_looked_at_once_more_when_late_changes_are_known() -> None:
    odd = alert("the frobnicator hums")
    one = incident(members=(Member(alert=odd, count=1, state=AlertState.FIRING, last_seen=NOW),))
    world = scene(one=one)
    world.replies.begin(one)
    assert world.replies.step()
    assert "no cause stands out" in world.message()["text"]
    assert not world.replies.step()
    world.clock.advance(minutes=7)
    assert world.replies.step()
    world.clock.advance(minutes=7)
    assert not world.replies.step()
    assert world.state() == TOLD


def test_what_a_process_that_died_had_not_promised_is_promised_by_the_next() -> None:
    world = scene()
    world.replies.begin(incident())
    world.replies.step()
    world.replies.catch_up()
    assert world.state() == TOLD
    other = world.store.get(KIND, "inc-2")
    assert other is not None
    assert other.state == WAITING


def test_after_three_failures_the_thread_says_why() -> None:
    world = scene(failures=9)
    world.replies.begin(incident())
    for _ in range(3):
        assert world.replies.step()
        world.clock.advance(seconds=91)
    assert world.state() == GIVEN_UP
    assert "could not be explained" in world.message()["text"]
    assert "AccessDenied" in world.message()["text"]


def test_nobody_is_told_of_a_silenced_incident_or_without_a_channel() -> None:
    silent, nowhere = scene(), scene(channel="")
    silent.replies.begin(incident(told=False))
    nowhere.replies.begin(incident())
    assert silent.state() == nowhere.state() == ""


def test_what_somebody_says_of_it_stands_in_place_of_the_buttons() -> None:
    world = scene()
    world.replies.begin(incident())
    world.replies.step()
    assert "cause-right" in str(world.message()["blocks"])
    world.replies.judge(ANN, "inc-1", "wrong", words="A cron job held the pool")
    said = str(world.message()["blocks"])
    assert "cause-right" not in said
    assert "<@U1> says that this is wrong. It was `A cron job held the pool`" in said


def test_an_alike_incident_is_told_of_it() -> None:
    world = scene()
    world.replies.begin(incident())
    world.replies.step()
    world.replies.judge(ANN, "inc-1", "right")
    world.replies.again("inc-1")
    world.replies.step()
    assert "Seen before" not in str(world.message()["blocks"])
    world.replies.begin(incident(id="inc-2"))
    world.replies.step()
    other = world.store.get("outbox", "incident:inc-2:explanation")
    assert other is not None
    assert "This is the 2nd time." in str(other.doc["message"]["blocks"])


def test_a_pasted_text_can_be_judged_too_and_has_no_thread() -> None:
    world = scene()
    explained = explainer(store=world.store, clock=world.clock).explain("", "CPU credits gone on web-1", Silent())
    world.replies.judge(ANN, explained.judged_as, "right")
    with pytest.raises(NotFound):
        world.replies.judge(ANN, "nothing", "right")
