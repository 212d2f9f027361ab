"""Reading and judging a span, once for all who ask."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Semaphore

from core.errors import Cause, Upstream
from core.findings import Severity
from core.gaps import Gap
from core.outside import OutsideFinding, Source
from core.progress import Silent
from core.security.answering import Material
from tests.core.examples import StillClock
from tests.core.security.samples import NOW as SAMPLES_NOW
from tests.core.security.samples import detection, record
from tests.workflows.security.watching import Found, Own, WrittenTrail, reading
from workflows.security.reading import FIRST_EVENTS, Reading
from workflows.security.sources import Joined
from workflows.trail import TrailAnswer

SLOW = Gap(what="events before 18:00", why="AWS had not answered.")
START = StillClock().now()


def heard(read: Reading) -> tuple[Material, list[Material]]:
    parts: list[Material] = []
    material = read.of("24h", parts.append, Silent())
    read._voices.shutdown()
    return material, parts


def test_a_whole_answer_is_told_once_and_kept() -> None:
    trail = WrittenTrail()
    read = reading(trail)
    material, parts = heard(read)
    heard(read)
    assert (material.gaps, parts, trail.asked) == ((), [], 1)


def test_a_part_is_told_first_and_reading_goes_on_while_that_brings_more() -> None:
    some, more = [record(1)], [record(2), record(1)]
    trail = WrittenTrail([(some, START, (SLOW,)), (more, START, (SLOW,)), (more, START, (SLOW,))])
    material, parts = heard(reading(trail))
    assert ([len(each.events) for each in parts], len(material.events)) == ([1], 2)
    assert (trail.asked, material.gaps) == (3, (SLOW,))


def test_of_very_many_events_the_newest_are_judged_first_and_then_the_rest() -> None:
    many = [record(number, "CreateTags", "ec2") for number in range(FIRST_EVENTS + 5, 0, -1)]
    material, parts = heard(reading(WrittenTrail([(many, START, ())])))
    [part] = parts
    assert (len(part.events), part.events[-1]["eventID"]) == (FIRST_EVENTS, "e-1")
    assert part.looked.since == SAMPLES_NOW - timedelta(minutes=FIRST_EVENTS)
    assert part.gaps[-1].why == f"the newest {FIRST_EVENTS:,} of {len(many):,} events were judged"
    assert (len(material.events), material.gaps) == (len(many), ())


def test_a_partial_answer_is_asked_again() -> None:
    trail = WrittenTrail([([record(1)], START, (SLOW,))])
    read = reading(trail)
    read.of("24h", lambda _: None, Silent())
    before = trail.asked
    read.of("24h", lambda _: None, Silent())
    assert trail.asked > before


def test_what_awss_services_and_own_rules_find_belongs_to_the_material() -> None:
    finding = OutsideFinding(watcher="GuardDuty", id="f", title="t", severity=Severity.LOW)
    joined = Joined((finding,), (Source(watcher="GuardDuty", enabled=True),))
    trail = WrittenTrail([([record(1, "CreateTags", "ec2")], START, ())])
    material, _ = heard(reading(trail, Found(joined), Own((detection(0, "own-tags"),))))
    assert (material.findings, material.sources) == (joined.findings, joined.sources)
    assert [each.rule for each in material.detections] == ["own-tags"]


def test_own_rules_that_changed_are_asked_though_the_answer_is_kept() -> None:
    own, trail = Own(), WrittenTrail([([record(1, "CreateTags", "ec2")], START, ())])
    read = reading(trail, own=own)
    read.of("24h", lambda _: None, Silent())
    own.found, own.version = (detection(0, "own-tags"),), 2
    material = read.of("24h", lambda _: None, Silent())
    assert [each.rule for each in material.detections] == ["own-tags"]


def test_twenty_who_ask_at_once_are_answered_from_one_reading_and_hear_its_part() -> None:
    heard_by_one = Semaphore(0)

    class Waits(WrittenTrail):
        """Answers its second question only when everybody has heard the first part."""

        def events(self, since: datetime, until: datetime) -> TrailAnswer:
            if self.asked == 1:
                assert all(heard_by_one.acquire(timeout=30) for _ in range(20))
            return super().events(since, until)

    trail = Waits([([record(1)], START, (SLOW,)), ([record(2), record(1)], START, ())])
    read, parts = reading(trail), list[int]()

    def hear(part: Material) -> None:
        parts.append(len(part.events))
        heard_by_one.release()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: len(read.of("24h", hear, Silent()).events), range(20)))
    assert (answers, parts) == ([2] * 20, [1] * 20)


def test_a_log_that_breaks_off_gives_what_it_gave() -> None:
    def breaking() -> Iterator[Mapping[str, object]]:
        yield record(1)
        raise Upstream("The log is damaged.", cause=Cause.BROKEN, retryable=False)

    class Breaks(list[Mapping[str, object]]):
        def __iter__(self) -> Iterator[Mapping[str, object]]:
            return breaking()

    material, _ = heard(reading(WrittenTrail([(Breaks(), START, ())])))
    assert (len(material.events), material.gaps[0].why) == (1, "The log is damaged.")
