"""Who may rule about detections, and what becomes of it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.actor import Actor, Door
from core.errors import BadRequest, NotAllowed, NotFound
from core.findings import Severity
from services.store.sqlite import SqliteStore
from tests.workflows.patching.people import GUEST, RITA, TEAM, MovedClock
from tests.workflows.reporting import memory_store
from tests.workflows.security.watching import rulings
from workflows.security.sources import NoOwnRules

RITA_ASKS = Actor(Door.SLACK, TEAM, RITA, "C1")
WEEK = timedelta(days=7)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def store(clock: MovedClock) -> Iterator[SqliteStore]:
    yield (kept := memory_store(clock))
    kept.close()


def test_a_mute_holds_until_it_ends_and_is_audited(store: SqliteStore, clock: MovedClock) -> None:
    made = rulings(store, clock).mute(RITA_ASKS, "trail-off", " known  job ", WEEK)
    assert made.summary.startswith("trail-off is muted until ")
    [row] = store.audit_rows(subject="rule:trail-off")
    assert (row.entry.actor.user_id, row.entry.action, row.entry.detail["reason"]) == (RITA, "mute a rule", "known job")
    assert list(rulings(store, clock).holding()) == ["trail-off"]
    clock.advance(days=7, seconds=1)
    assert rulings(store, clock).holding() == {}


def test_mute_and_severity_stand_side_by_side_and_are_lifted_together(store: SqliteStore, clock: MovedClock) -> None:
    ruled = rulings(store, clock)
    ruled.mute(RITA_ASKS, "trail-off", "x", WEEK)
    ruled.judge(RITA_ASKS, "trail-off", Severity.LOW, "y")
    [held] = ruled.listed().rulings
    assert (held.mute is not None, held.override is not None) == (True, True)
    assert ruled.listed().summary == "1 rule muted, 1 with a severity of the team's"
    ruled.lift(RITA_ASKS, "trail-off")
    assert (ruled.holding(), ruled.listed().summary) == ({}, "No rule is muted")
    assert [row.entry.action for row in store.audit_rows()] == ["mute a rule", "set a rule's severity", "lift a ruling"]


def test_a_severity_outlives_a_mute_that_ended(store: SqliteStore, clock: MovedClock) -> None:
    ruled = rulings(store, clock)
    ruled.judge(RITA_ASKS, "trail-off", Severity.LOW, "y")
    ruled.mute(RITA_ASKS, "trail-off", "x", WEEK)
    clock.advance(days=8)
    assert ruled.holding()["trail-off"].muted(clock.now()) is None
    assert ruled.holding()["trail-off"].override is not None


def test_only_who_may_ask_for_changes_may_rule(store: SqliteStore, clock: MovedClock) -> None:
    for actor in (Actor(Door.SLACK, TEAM, GUEST, "C1"), Actor(Door.SLACK, TEAM, "", "C1")):
        with pytest.raises(NotAllowed):
            rulings(store, clock).mute(actor, "trail-off", "x", WEEK)
    assert store.audit_rows() == []


def test_the_terminal_stands_for_whom_the_policy_maps(store: SqliteStore, clock: MovedClock) -> None:
    made = rulings(store, clock).mute(Actor(Door.CLI), "trail-off", "x", WEEK)
    assert made.ruling.mute is not None
    assert made.ruling.mute.by == RITA


def test_a_ruling_needs_a_reason_and_lifting_something_to_lift(store: SqliteStore, clock: MovedClock) -> None:
    with pytest.raises(BadRequest, match="needs a reason"):
        rulings(store, clock).mute(RITA_ASKS, "trail-off", "  ", WEEK)
    with pytest.raises(NotFound, match="There is no ruling about trail-off"):
        rulings(store, clock).lift(RITA_ASKS, "trail-off")


def test_a_rule_that_does_not_exist_is_answered_with_close_ones(store: SqliteStore, clock: MovedClock) -> None:
    with pytest.raises(BadRequest, match="There is no rule called trail-of") as refused:
        rulings(store, clock).mute(RITA_ASKS, "trail-of", "x", WEEK)
    assert "trail-off" in refused.value.advice


def test_problems_with_own_rules_are_listed(store: SqliteStore, clock: MovedClock) -> None:
    listed = rulings(store, clock, NoOwnRules("bad.yml: it is no Sigma rule.")).listed()
    assert listed.problems == ("bad.yml: it is no Sigma rule.",)
    assert listed.summary == "No rule is muted, 1 problem with own rules"
