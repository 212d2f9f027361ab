"""Answers narrowed down from one reading."""

from datetime import timedelta

import pytest

from core.actor import Actor, Door
from core.errors import Cause, Upstream
from core.gaps import Gap
from core.logins import Login
from core.security.rulings import Ruling
from services.store.sqlite import SqliteStore
from tests.core.examples import StillClock, instance
from tests.core.security.samples import KINDS, record
from tests.workflows.fakes import Account, Said
from tests.workflows.patching.people import RITA, TEAM
from tests.workflows.reporting import memory_store
from tests.workflows.security.watching import Visited, WrittenTrail, rulings, watch
from workflows.security.watch import SecurityWatch

CLOCK = StillClock()
ONE = instance(1)
OFF = record(5, requestParameters={"name": "arn:aws:cloudtrail:us-west-2:123456789012:trail/all"})
STARTED = record(
    4, "StartInstances", "ec2", requestParameters={"instancesSet": {"items": [{"instanceId": ONE.instance_id}]}}
)


@pytest.fixture
def store() -> SqliteStore:
    return memory_store(CLOCK)


def watching(store: SqliteStore, *turns: tuple[list[dict[str, object]], tuple[Gap, ...]]) -> SecurityWatch:
    start = CLOCK.now() - timedelta(hours=24)
    trail = WrittenTrail([(events, start, gaps) for events, gaps in turns])
    return watch(Account(instances=(ONE,)), trail, rulings(store, CLOCK), CLOCK)


def test_logging_that_is_switched_off_is_told_though_only_logins_were_asked_for(store: SqliteStore) -> None:
    told = watching(store, ([OFF], ())).security_events((), ("login",), "24h", Said())
    assert [alert.actor for alert in told.alerts] == ["mallory"]
    assert told.events[0].record["eventName"] == "StopLogging"


def test_a_mute_takes_effect_on_the_next_answer_though_the_events_are_kept(store: SqliteStore) -> None:
    watched = watching(store, ([OFF], ()))
    rule = watched.security_events((), KINDS, "24h", Said()).alerts[0].evidence[0].rule
    rulings(store, CLOCK).mute(Actor(Door.SLACK, TEAM, RITA, "C1"), rule, "drill", timedelta(days=1))
    told = watched.security_events((), KINDS, "24h", Said())
    assert (told.alerts, [each.rule for each in told.muted]) == ((), [rule])


def test_the_first_part_is_told_as_an_answer_of_the_asker(store: SqliteStore) -> None:
    slow = Gap(what="older events", why="AWS had not answered.")
    steps = Said()
    watched = watching(store, ([STARTED], (slow,)), ([OFF, STARTED], ()))
    watched.security_events((), KINDS, "24h", steps)
    watched._reading._voices.shutdown()
    [part] = steps.parts
    assert part.model_dump()["partial"][0]["what"] == "older events"


def test_an_instance_sees_only_what_concerns_it(store: SqliteStore) -> None:
    told = watching(store, ([OFF, STARTED], ())).trail_events(ONE.instance_id, KINDS, "24h", Said())
    assert [each.name for each in told.events] == ["StartInstances"]
    assert told.summary.startswith(f"{ONE.label}: 1 event in the last 24h")


def test_who_came_in_is_told_of_a_single_instance(store: SqliteStore) -> None:
    login = Login(at=CLOCK.now(), way="SSH", accepted=True, user="ec2-user")
    off = Gap(what="logins over SSH", why="no log group of theirs is configured", by_choice=True)
    visits = Visited((login,), (off,))
    watched = watch(Account(instances=(ONE,)), WrittenTrail(), rulings(store, CLOCK), CLOCK, visits)
    of_one = watched.trail_events(ONE.instance_id, KINDS, "24h", Said())
    assert of_one.came_in is not None
    assert (of_one.came_in.logins, of_one.partial[-1]) == ((login,), off)
    assert watched.security_events((ONE.instance_id,), KINDS, "24h", Said()).came_in == of_one.came_in
    assert watched.security_events((), KINDS, "24h", Said()).came_in is None


def test_changes_are_judged(store: SqliteStore) -> None:
    told = watching(store, ([OFF], ())).configuration_changes((), "24h", Said())
    assert told.change_count == 1
    assert told.changes[0].who == "mallory"


def test_rulings_that_cannot_be_read_hide_nothing_and_are_named(store: SqliteStore) -> None:
    class Silent:
        def holding(self) -> dict[str, Ruling]:
            raise Upstream("The state does not answer.", cause=Cause.BROKEN, retryable=True)

    watched = watching(store, ([OFF], ()))
    watched._rulings = Silent()
    told = watched.security_events((), KINDS, "24h", Said())
    assert (len(told.alerts), told.partial[0].why) == (1, "The state does not answer.")
