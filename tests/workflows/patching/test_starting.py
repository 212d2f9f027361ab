from datetime import timedelta

import pytest

from core.errors import Cause, Upstream
from core.patching.issued import Issued, issue
from core.patching.live import LiveState
from core.patching.plan import Plan, PlannedWindow
from core.patching.policy import Freeze, Policy
from core.patching.states import State
from core.patching.workflow import BreakGlass, Vote, Workflow
from services.store import Store
from tests.core.patching.examples import AT, live, plan
from tests.core.patching.test_course import workflow
from tests.workflows.patching.people import AARON, BEA, RITA, MovedClock, Team
from workflows.patching.rules import Rules
from workflows.patching.starting import Authority, Gate, Go, Later, Never, Verdict
from workflows.patching.timing import Timing

POLICY = Policy(approvers=(AARON, BEA))
WINDOW = PlannedWindow(start=AT, end=AT + timedelta(hours=2), zone="UTC")


class Sight:
    """The machines as they are now."""

    def __init__(self, now: LiveState) -> None:
        self.now: LiveState | None = now

    def live(self, planned: Plan) -> LiveState:
        del planned
        if self.now is None:
            raise Upstream("AWS did not answer.", cause=Cause.TIMED_OUT, retryable=True)
        return self.now


class Scene:
    """An approved patch in front of the gate."""

    def __init__(self, store: Store, clock: MovedClock) -> None:
        self.team, self.sight, self.clock, self.store = Team(), Sight(live()), clock, store
        self.policy = POLICY

    def judged(self, issued: Issued | None = None, **more: object) -> Verdict:
        kept = issued or issue(plan(), live())
        votes = (Vote(user_id=AARON, at=AT, digest=kept.digest),)
        fields: dict[str, object] = {"digest": kept.digest, "votes": votes, "requested_by": RITA}
        asked: Workflow = workflow(**(fields | more))
        return self.gate().judge(asked, kept)

    def gate(self) -> Gate:
        rules = Rules(self.store, self.policy, self.team, lambda _: {}, self.clock)
        authority = Authority(self.policy, self.team, lambda _: {}, rules)
        return Gate(authority, self.sight, self.clock, Timing(reserve_s=600))


@pytest.fixture
def scene(store: Store, clock: MovedClock) -> Scene:
    return Scene(store, clock)


def test_what_is_approved_and_as_it_was_may_begin(scene: Scene) -> None:
    assert scene.judged() == Go()


def test_it_waits_for_its_window_and_begins_in_it(scene: Scene) -> None:
    assert scene.judged(window=WINDOW) == Go()
    scene.clock.advance(minutes=-10)
    assert scene.judged(window=WINDOW) == Later(AT, "It waits for its window.")


def test_a_window_with_too_little_time_left_is_not_begun_in(scene: Scene) -> None:
    scene.clock.advance(minutes=80)
    told = scene.judged(window=WINDOW)
    assert isinstance(told, Never)
    assert told.state is State.EXPIRED
    assert "40 minutes left, and the rest takes 50" in told.sentence


def test_broken_glass_waives_the_window_and_the_freeze_but_not_the_machines(scene: Scene) -> None:
    scene.policy = POLICY.model_copy(update={"freezes": (Freeze(name="x", start=AT, end=AT + timedelta(days=1)),)})
    glass = BreakGlass(user_id=BEA, at=AT, reason="now")
    assert isinstance(scene.judged(), Later)
    assert scene.judged(window=WINDOW, break_glass=glass) == Go()
    scene.sight.now = live(state="stopped")
    assert isinstance(scene.judged(window=WINDOW, break_glass=glass), Never)


def test_a_difference_voids_the_approval_and_is_told(scene: Scene) -> None:
    scene.sight.now = live(packages={"openssl.x86_64": "3.0.7-20"})
    told = scene.judged()
    assert isinstance(told, Never)
    assert told.state is State.VOID
    assert told.details == ("i-0a554b5583dd70864 had openssl.x86_64 3.0.7-18 and has 3.0.7-20.",)


def test_an_approver_who_left_does_not_count_any_more(scene: Scene) -> None:
    scene.team.gone.add(AARON)
    told = scene.judged()
    assert isinstance(told, Never)
    assert told.state is State.VOID


def test_what_cannot_be_judged_keeps_the_gate_shut(scene: Scene) -> None:
    scene.sight.now = None
    told = scene.judged()
    assert isinstance(told, Later)
    assert "AWS did not answer" in told.sentence


def test_another_plan_than_the_approved_one_is_never_carried_out(scene: Scene) -> None:
    other = issue(plan(bake_s=1), live())
    told = scene.judged(digest=other.digest)
    assert isinstance(told, Never)
    assert told.state is State.VOID


def test_nobody_s_approval_is_no_approval(scene: Scene) -> None:
    assert isinstance(scene.judged(votes=()), Never)
    assert isinstance(scene.judged(requested_by=AARON), Never)
