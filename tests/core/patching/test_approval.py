from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.patching.approval import (
    Ruling,
    judge,
    judge_break_glass,
    judge_stop,
    judge_window,
    needed,
    unreachable,
)
from core.patching.policy import Terms
from core.patching.states import State
from core.patching.workflow import BreakGlass, Ending, Vote, Workflow
from tests.core.patching.examples import AT

RITA, AARON, BEA, CARL = "U0REQUEST1", "U0APPROVE1", "U0APPROVE2", "U0APPROVE3"
TERMS = Terms(quorum=2, approvers=("S0APPROVER",))
MEMBERS = frozenset({AARON, BEA, CARL})
DIGEST = "d" * 64


def vote(user_id: str, digest: str = DIGEST) -> Vote:
    return Vote(user_id=user_id, at=AT, digest=digest)


def workflow(*votes: Vote, **more: object) -> Workflow:
    fields: dict[str, object] = {
        "workflow_id": "w-20260301-abc123",
        "plan_id": "p-20260301-abc123",
        "digest": DIGEST,
        "criticality": "critical",
        "requested_by": RITA,
        "requested_via": "slack",
        "requested_at": AT,
        "channel_id": "C0SREOPS01",
        "quorum": 2,
        "approve_by": AT + timedelta(hours=24),
        "votes": votes,
    }
    return Workflow.model_validate({**fields, **more})


def ruled(asked: Workflow, user_id: str = AARON, **more: object) -> Ruling:
    given: dict[str, object] = {"state": State.WAITING, "members": MEMBERS, "digest": DIGEST, "now": AT, **more}
    return judge(asked, terms=TERMS, user_id=user_id, **given)  # type: ignore[arg-type]


def test_the_first_of_two_is_counted_and_the_second_completes_it() -> None:
    first = ruled(workflow())
    assert (first.why, first.sentence) == ("accepted", "Your approval is counted; one more person has to approve.")
    assert ruled(workflow(vote(BEA))).why == "complete"


@pytest.mark.parametrize(
    ("user_id", "more", "why"),
    [
        (RITA, {}, "own_request"),
        (RITA, {"members": MEMBERS | {RITA}}, "own_request"),
        ("U0STRANGE1", {}, "not_approver"),
        (AARON, {"members": frozenset()}, "not_approver"),
        (BEA, {}, "already_approved"),
        (AARON, {"digest": "e" * 64}, "stale"),
        (AARON, {"now": AT + timedelta(hours=24)}, "expired"),
        (AARON, {"state": State.REJECTED}, "not_waiting"),
        (AARON, {"state": State.RUNNING}, "not_waiting"),
    ],
)
def test_a_click_that_may_not_count_changes_nothing_and_says_why(
    user_id: str, more: dict[str, object], why: str
) -> None:
    ruling = ruled(workflow(vote(BEA)), user_id, **more)
    assert (ruling.why, ruling.counts) == (why, False)
    assert ruling.sentence


def test_whoever_comes_too_late_is_told_by_whom_it_was_approved() -> None:
    assert f"<@{BEA}> approved it at 12:00 UTC" in ruled(workflow(vote(BEA)), state=State.APPROVED).sentence


def test_votes_for_another_plan_do_not_count() -> None:
    assert ruled(workflow(vote(BEA, digest="e" * 64))).why == "accepted"


def test_the_vote_of_somebody_who_left_the_group_does_not_count() -> None:
    assert ruled(workflow(vote(BEA)), members=frozenset({AARON, CARL})).why == "accepted"


def test_twenty_clicks_of_one_person_are_one_vote() -> None:
    assert len(workflow(*[vote(BEA)] * 20).counted) == 1
    assert ruled(workflow(*[vote(BEA)] * 20), BEA).why == "already_approved"


def test_broken_glass_needs_one_other_person_and_never_lets_the_requester_through() -> None:
    broken = workflow(break_glass=BreakGlass(user_id=RITA, at=AT, reason="exploited now"))
    assert ruled(broken).why == "complete"
    assert ruled(broken, RITA, members=MEMBERS | {RITA}).why == "own_request"


def test_a_stricter_policy_of_today_holds_for_what_was_asked_before() -> None:
    assert needed(workflow(quorum=1), TERMS) == 2
    assert needed(workflow(quorum=3), TERMS) == 3


@given(st.lists(st.sampled_from([RITA, AARON, BEA, "U0STRANGE1"]), max_size=12))
def test_whatever_is_clicked_it_is_complete_only_with_two_approvers_other_than_the_requester(clicks: list[str]) -> None:
    asked, complete = workflow(), False
    for user_id in clicks:
        ruling = ruled(asked, user_id, members=frozenset({RITA, AARON, BEA}))
        complete = complete or ruling.why == "complete"
        if ruling.counts:
            asked = asked.model_copy(update={"votes": (*asked.votes, vote(user_id))})
    assert complete == ({AARON, BEA} <= set(clicks))


@pytest.mark.parametrize(
    ("approvers", "members", "told"),
    [
        ((), MEMBERS, "names nobody"),
        (("S0APPROVER",), frozenset[str](), "nobody else is on the list"),
        (("S0APPROVER",), frozenset({RITA}), "nobody else is"),
        (("S0APPROVER",), frozenset({RITA, AARON}), "only one other person is"),
        (("S0APPROVER",), MEMBERS, ""),
    ],
)
def test_a_quorum_that_nobody_can_meet_is_told_before_anybody_is_asked(
    approvers: tuple[str, ...], members: frozenset[str], told: str
) -> None:
    sentence = unreachable(Terms(quorum=2, approvers=approvers), members, RITA)
    assert (told in sentence) if told else sentence == ""


@pytest.mark.parametrize(
    ("user_id", "state", "why"),
    [
        (AARON, State.WAITING, "complete"),
        (RITA, State.SCHEDULED, "complete"),
        ("U0STRANGE1", State.WAITING, "not_approver"),
        (AARON, State.RUNNING, "not_waiting"),
        (AARON, State.REJECTED, "not_waiting"),
    ],
)
def test_approvers_reject_and_the_requester_withdraws_until_it_runs(user_id: str, state: State, why: str) -> None:
    ruling = judge_stop(workflow(), state, MEMBERS, user_id, DIGEST, AT)
    assert (ruling.why, ruling.counts) == (why, why == "complete")


@pytest.mark.parametrize(
    ("user_id", "state", "why"),
    [
        (AARON, State.WAITING, "accepted"),
        (RITA, State.WAITING, "accepted"),
        ("U0STRANGE1", State.WAITING, "not_approver"),
        (AARON, State.SCHEDULED, "not_waiting"),
    ],
)
def test_another_window_is_chosen_by_approvers_and_the_requester_while_it_waits(
    user_id: str, state: State, why: str
) -> None:
    assert judge_window(workflow(), state, MEMBERS, user_id, DIGEST, AT).why == why


def test_the_glass_is_broken_once_and_by_those_named() -> None:
    broken = workflow(break_glass=BreakGlass(user_id=AARON, at=AT, reason="exploited now"))
    assert judge_break_glass(workflow(), State.SCHEDULED, (AARON,), AARON, DIGEST, AT).why == "accepted"
    assert judge_break_glass(broken, State.WAITING, (AARON,), AARON, DIGEST, AT).why == "already_approved"
    assert judge_break_glass(workflow(), State.WAITING, (), AARON, DIGEST, AT).why == "not_approver"


def test_who_is_too_late_to_reject_is_told_who_was_first() -> None:
    ended = workflow(ending=Ending(at=AT, sentence="no", user_id=BEA))
    told = judge_stop(ended, State.REJECTED, MEMBERS, AARON, DIGEST, AT)
    assert f"<@{BEA}> did that at 12:00 UTC" in told.sentence


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_sentence_for_who_comes_too_late(state: State) -> None:
    assert ruled(workflow(), state=state).sentence
