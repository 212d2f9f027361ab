from datetime import timedelta

from core.patching.issued import issue
from services.store import ABSENT, Put, Store
from tests.core.patching.examples import AT, live
from tests.core.patching.ways_back import rollback
from workflows.patching.claims import Claims
from workflows.patching.requests import ASKED

KEY = "w-20260301-abc123/i-0a554b5583dd70864"
FIRST, SECOND = rollback(plan_id="p-20260301-aaa111"), rollback(plan_id="p-20260301-bbb222")


def test_whoever_is_second_gets_the_plan_of_the_first(store: Store) -> None:
    claims = Claims(store)
    both_saw = claims.read(KEY)
    assert claims.take(KEY, both_saw, FIRST.plan_id, issue(FIRST, live())) == FIRST
    assert claims.take(KEY, both_saw, SECOND.plan_id, issue(SECOND, live())) == FIRST


def test_a_plan_that_somebody_is_about_to_ask_for_is_used_while_it_is_young(store: Store) -> None:
    claims = Claims(store)
    assert claims.pending(claims.read(KEY), AT) is None
    claims.take(KEY, None, FIRST.plan_id, issue(FIRST, live()))
    assert claims.pending(claims.read(KEY), AT + timedelta(minutes=1)) == FIRST
    assert claims.pending(claims.read(KEY), AT + timedelta(hours=1)) is None


def test_what_nobody_was_asked_about_does_not_stand(store: Store) -> None:
    claims = Claims(store)
    assert claims.asked(claims.read(KEY)) is None
    claims.take(KEY, None, FIRST.plan_id, issue(FIRST, live()))
    assert claims.asked(claims.read(KEY)) is None


def test_whoever_looked_just_before_it_was_asked_for_gets_the_same_plan(store: Store) -> None:
    claims = Claims(store)
    claims.take(KEY, None, FIRST.plan_id, issue(FIRST, live()))
    seen = claims.read(KEY)
    store.put(Put(ASKED, FIRST.plan_id, {"workflow_id": "w-20260301-def456"}, ABSENT))
    assert claims.asked(seen) is None
    assert claims.pending(seen, AT) == FIRST
