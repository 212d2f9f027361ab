"""What every backend must do; written against the interface alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Protocol

import pytest

from core.actor import Actor, Door
from core.audit import verify
from core.errors import Conflict, Upstream
from services.store import ABSENT, MAX_CHANGES, Audit, Changes, Delete, Order, Put, Record, Store

AUDIT_KEY = b"a fake key, for tests"
AHMED = Actor(Door.SLACK, team_id="T1", user_id="U1")


class Movable(Protocol):
    def now(self) -> datetime: ...
    def advance(self, **parts: float) -> None: ...


class Process(Protocol):
    returncode: int

    def communicate(self, text: str | None = None, /, *, timeout: float) -> tuple[str, str]: ...


class Backend(Protocol):
    def open(self, audit_key: bytes | None = AUDIT_KEY) -> Store: ...
    def process(self, script: str) -> Process: ...


def plan(key: str = "p1", expect: int | None = ABSENT, state: str = "", **doc: object) -> Put:
    return Put("plan", key, doc, expect=expect, state=state)


def keys(records: list[Record]) -> list[str]:
    return [record.key for record in records]


def won(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except Conflict:
        return False
    return True


def test_a_document_comes_back_as_it_was_put(store: Store, clock: Movable) -> None:
    due = clock.now() + timedelta(hours=1)
    doc = {"title": "péché 🔥", "steps": [1, 2.5, None, True], "by": {"user": "U1"}}
    version = store.put(Put("plan", "p1", doc, expect=ABSENT, state="open", due=due, expires=due, schema=3))
    record = store.get("plan", "p1")
    assert version == 1
    assert record == Record("plan", "p1", doc, 1, "open", 3, clock.now(), clock.now(), due, due)


def test_moments_of_any_zone_come_back_as_the_same_moment_in_utc(store: Store) -> None:
    due = datetime.fromisoformat("2026-03-01T18:30:00+05:30")
    store.put(Put("plan", "p1", {}, expect=ABSENT, due=due))
    found = store.find("plan", due_before=datetime(2026, 3, 1, 13, 0, tzinfo=UTC))
    assert [record.due for record in found] == [datetime(2026, 3, 1, 13, 0, tzinfo=UTC)]
    assert found[0].due is not None
    assert found[0].due.tzinfo == UTC


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Put("plan", "p1", {}, expect=ABSENT, due=datetime(2026, 3, 1))  # noqa: DTZ001 - the point of the test


def test_what_was_never_put_is_not_there(store: Store) -> None:
    assert store.get("plan", "p1") is None
    assert store.find("plan") == []
    assert store.count("plan") == 0


def test_each_put_raises_the_version_and_keeps_the_creation(store: Store, clock: Movable) -> None:
    store.put(plan(step=1))
    created = clock.now()
    clock.advance(minutes=1)
    assert store.put(plan(expect=1, step=2)) == 2
    record = store.get("plan", "p1")
    assert record is not None
    assert (record.version, record.doc, record.created, record.updated) == (2, {"step": 2}, created, clock.now())


@pytest.mark.parametrize("expect", [ABSENT, 2, 7])
def test_a_put_that_expects_another_version_changes_nothing(store: Store, expect: int) -> None:
    store.put(plan(step=1))
    with pytest.raises(Conflict, match="plan p1 has changed"):
        store.put(plan(expect=expect, step=2))
    assert keys(store.find("plan")) == ["p1"]
    assert (record := store.get("plan", "p1")) is not None
    assert (record.version, record.doc) == (1, {"step": 1})


def test_a_put_that_expects_a_version_of_nothing_is_a_conflict(store: Store) -> None:
    with pytest.raises(Conflict):
        store.put(plan(expect=1))
    assert store.get("plan", "p1") is None


def test_a_put_without_expectation_writes_over_whatever_is_there(store: Store) -> None:
    assert store.put(plan(expect=None, step=1)) == 1
    assert store.put(plan(expect=None, step=2)) == 2


def test_a_delete_needs_the_version_it_expects(store: Store) -> None:
    store.put(plan())
    with pytest.raises(Conflict):
        store.commit(Changes(deletes=(Delete("plan", "p1", expect=2),)))
    store.commit(Changes(deletes=(Delete("plan", "p1", expect=1),)))
    assert store.get("plan", "p1") is None


def test_deleting_what_is_not_there_fails_only_when_a_version_was_expected(store: Store) -> None:
    store.commit(Changes(deletes=(Delete("plan", "p1", expect=None),)))
    with pytest.raises(Conflict):
        store.commit(Changes(deletes=(Delete("plan", "p1", expect=1),)))


def test_a_commit_does_everything_and_tells_the_versions(store: Store) -> None:
    store.put(plan("old"))
    audit = Audit(AHMED, "approved", "p1", {"hash": "abc"})
    changes = Changes(puts=(plan("a"), plan("old", expect=1)), deletes=(Delete("plan", "b", None),), audits=(audit,))
    assert store.commit(changes) == (1, 2)
    assert [row.entry for row in store.audit_rows()] == [audit]


def test_a_failing_expectation_leaves_nothing_of_its_commit(store: Store) -> None:
    store.put(plan("kept"))
    changes = Changes(
        puts=(plan("a"), plan("b", expect=9)),
        deletes=(Delete("plan", "kept", 1),),
        audits=(Audit(AHMED, "approved", "a"),),
    )
    with pytest.raises(Conflict):
        store.commit(changes)
    assert keys(store.find("plan")) == ["kept"]
    assert store.audit_rows() == []


def test_a_document_that_is_no_json_leaves_nothing_of_its_commit(store: Store) -> None:
    with pytest.raises(TypeError):
        store.commit(Changes(puts=(plan("a"), plan("b", when=datetime.now(UTC)))))
    assert store.find("plan") == []
    assert store.put(plan("c")) == 1


def test_a_commit_cannot_name_a_record_twice() -> None:
    with pytest.raises(ValueError, match="named twice"):
        Changes(puts=(plan(),), deletes=(Delete("plan", "p1", None),))


def test_a_commit_cannot_be_larger_than_every_backend_takes() -> None:
    with pytest.raises(ValueError, match="at most 100"):
        Changes(puts=tuple(plan(str(number)) for number in range(MAX_CHANGES + 1)))


def test_of_many_threads_that_expect_the_same_version_one_wins(store: Store) -> None:
    store.put(plan())
    start = Barrier(8)

    def attempt(number: int) -> bool:
        start.wait()
        return won(lambda: store.put(plan(expect=1, by=number)))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 1


def test_threads_that_retry_lose_no_update(store: Store) -> None:
    store.put(plan(total=0))

    def add_one() -> None:
        record = store.get("plan", "p1")
        assert record is not None
        store.put(plan(expect=record.version, total=record.doc["total"] + 1))

    def add_ten() -> None:
        done = 0
        while done < 10:
            done += won(add_one)

    with ThreadPoolExecutor(4) as pool:
        for adding in [pool.submit(add_ten) for _ in range(4)]:
            adding.result()
    assert (record := store.get("plan", "p1")) is not None
    assert (record.version, record.doc) == (41, {"total": 40})


RACE = """
input()
won = 0
for number in range(50):
    try:
        store.put(Put("race", str(number), {}, expect=0))
        won += 1
    except Conflict:
        pass
print(won)
"""


def test_of_two_processes_exactly_one_wins_each_race(store: Store, backend: Backend) -> None:
    racers = [backend.process(RACE) for _ in range(2)]
    wins = [int(racer.communicate("go\n", timeout=20)[0]) for racer in racers]
    assert sum(wins) == 50
    assert store.count("race") == 50


CRASH = """
import os
from collections import UserDict
from core.actor import Actor, Door
class Crash(UserDict):
    def __iter__(self):
        os._exit(9)
puts = (Put("plan", "a", {}, expect=0), Put("plan", "b", Crash(x=1), expect=0))
store.commit(Changes(puts=puts, audits=(Audit(Actor(Door.CLI), "did", "a"),)))
"""


def test_a_process_that_dies_within_a_commit_leaves_nothing_of_it(store: Store, backend: Backend) -> None:
    dying = backend.process(CRASH)
    dying.communicate(timeout=20)
    assert dying.returncode == 9
    assert store.find("plan") == []
    assert store.audit_rows() == []
    assert store.put(plan("a")) == 1


def test_another_opening_of_the_same_state_sees_what_was_written(store: Store, backend: Backend) -> None:
    store.put(plan())
    assert backend.open().get("plan", "p1") == store.get("plan", "p1")


def test_records_are_found_in_the_order_they_were_first_written(store: Store) -> None:
    store.commit(Changes(puts=(plan("c"), plan("a"))))
    store.put(plan("b"))
    store.put(plan("c", expect=1))
    assert keys(store.find("plan")) == ["c", "a", "b"]
    assert keys(store.find("plan", order=Order.NEWEST)) == ["b", "a", "c"]


def test_records_that_are_due_come_soonest_first(store: Store, clock: Movable) -> None:
    for key, minutes in (("late", 30), ("soon", 1), ("past", -5)):
        store.put(Put("plan", key, {}, expect=ABSENT, due=clock.now() + timedelta(minutes=minutes)))
    store.put(plan("never"))
    assert keys(store.find("plan", order=Order.DUE)) == ["past", "soon", "late"]
    assert keys(store.find("plan", due_before=clock.now() + timedelta(minutes=1))) == ["soon", "past"]


def test_records_are_found_by_kind_and_state(store: Store) -> None:
    store.commit(Changes(puts=(plan("a", state="open"), plan("b", state="done"), plan("c", state="open"))))
    store.put(Put("other", "d", {}, expect=ABSENT, state="open"))
    assert keys(store.find("plan", state="open")) == ["a", "c"]
    assert (store.count("plan"), store.count("plan", state="done"), store.count("other")) == (3, 1, 1)


@pytest.mark.parametrize("order", list(Order))
def test_pages_follow_each_other_without_gap_or_repetition(store: Store, clock: Movable, order: Order) -> None:
    for number in range(5):
        due = clock.now() + timedelta(minutes=number // 2)
        store.put(Put("plan", str(number), {}, expect=ABSENT, due=due))
    found: list[Record] = []
    while page := store.find("plan", limit=2, order=order, after=found[-1] if found else None):
        found += page
    assert keys(found) == sorted(keys(found), reverse=order is Order.NEWEST)
    assert len(found) == 5


def test_what_has_expired_is_not_there(store: Store, clock: Movable) -> None:
    store.put(Put("plan", "a", {}, expect=ABSENT, state="open", expires=clock.now() + timedelta(minutes=1)))
    store.put(plan("b", state="open"))
    clock.advance(minutes=1)
    assert store.get("plan", "a") is None
    assert keys(store.find("plan", state="open", limit=1)) == ["b"]
    assert store.count("plan") == 1


def test_an_expired_record_makes_room_but_is_never_mistaken_for_the_new_one(store: Store, clock: Movable) -> None:
    store.put(Put("plan", "a", {}, expect=ABSENT, expires=clock.now() + timedelta(minutes=1)))
    clock.advance(minutes=2)
    assert not won(lambda: store.put(plan("a", expect=1)))
    assert not won(lambda: store.commit(Changes(deletes=(Delete("plan", "a", 1),))))
    assert store.put(plan("a")) == 2
    assert (record := store.get("plan", "a")) is not None
    assert record.created >= clock.now()


def test_sweeping_removes_only_what_has_expired(store: Store, clock: Movable) -> None:
    store.put(Put("plan", "a", {}, expect=ABSENT, expires=clock.now() + timedelta(minutes=1)))
    store.put(plan("b"))
    clock.advance(minutes=1)
    assert store.sweep() == 1
    assert store.sweep() == 0
    assert keys(store.find("plan")) == ["b"]


def test_audit_rows_come_in_sequence_and_by_subject(store: Store, clock: Movable) -> None:
    for action, subject in (("asked", "p1"), ("asked", "p2"), ("approved", "p1")):
        store.commit(Changes(audits=(Audit(AHMED, action, subject),)))
    rows = store.audit_rows()
    assert [row.sequence for row in rows] == sorted({row.sequence for row in rows})
    assert [row.at for row in rows] == [clock.now()] * 3
    assert [row.entry.action for row in store.audit_rows(subject="p1")] == ["asked", "approved"]
    assert store.audit_rows(after=rows[0].sequence, limit=1) == [rows[1]]


def test_a_slot_is_run_once(store: Store, backend: Backend, clock: Movable) -> None:
    run = store.claim_run("poll", clock.now(), 60)
    assert run is not None
    assert (run.fence, run.lease_until) == (1, clock.now() + timedelta(seconds=60))
    assert backend.open().claim_run("poll", clock.now(), 60) is None
    store.finish_run(run, "ok")
    clock.advance(hours=1)
    assert store.claim_run("poll", run.slot, 60) is None


def test_other_slots_and_other_jobs_are_claimed_apart(store: Store, clock: Movable) -> None:
    slots = [clock.now(), clock.now() + timedelta(minutes=5)]
    runs = [store.claim_run(job, slot, 60) for job in ("poll", "digest") for slot in slots]
    assert None not in runs


def test_an_expired_lease_is_taken_over_with_a_higher_fence(store: Store, clock: Movable) -> None:
    slot = clock.now()
    lost = store.claim_run("poll", slot, 60)
    clock.advance(seconds=60)
    taken = store.claim_run("poll", slot, 60)
    assert lost is not None
    assert taken is not None
    assert taken.fence > lost.fence
    with pytest.raises(Conflict):
        store.finish_run(lost, "ok")
    store.finish_run(taken, "ok")


def test_of_many_that_claim_a_slot_one_gets_it(store: Store, clock: Movable) -> None:
    start = Barrier(8)

    def claim(_: int) -> bool:
        start.wait()
        return store.claim_run("poll", clock.now(), 60) is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(8))) == 1


AUDITING = """
from core.actor import Actor, Door
for number in range(20):
    store.commit(Changes(audits=(Audit(Actor(Door.CLI), "did", str(number)),)))
"""


def test_audit_rows_are_sealed_in_a_chain_whoever_writes_them(store: Store, backend: Backend) -> None:
    writers = [backend.process(AUDITING) for _ in range(2)]
    store.commit(Changes(audits=(Audit(AHMED, "asked", "p1"), Audit(AHMED, "approved", "p1"))))
    for writer in writers:
        writer.communicate(timeout=20)
    verdict = verify(AUDIT_KEY, store.audit_chain(), [])
    assert (verdict.whole, verdict.rows) == (True, 42)
    assert store.audit_head() == store.audit_chain(after=41)[0]


def test_nothing_is_audited_behind_a_row_that_another_key_sealed(store: Store, backend: Backend) -> None:
    store.commit(Changes(audits=(Audit(AHMED, "asked", "p1"),)))
    with pytest.raises(Upstream, match="another key"):
        backend.open(b"another fake key").commit(Changes(puts=(plan(),), audits=(Audit(AHMED, "asked", "p2"),)))
    assert store.get("plan", "p1") is None
    assert len(store.audit_rows()) == 1


def test_a_process_without_the_key_cannot_audit(store: Store, backend: Backend) -> None:
    with pytest.raises(ValueError, match="audit key"):
        backend.open(None).commit(Changes(puts=(plan(),), audits=(Audit(AHMED, "asked", "p1"),)))
    assert store.get("plan", "p1") is None
    assert store.audit_head() is None
