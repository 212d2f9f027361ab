"""What is known about exploitation, kept for a day."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.findings import ExploitFacts
from services.store.cache import Cache
from tests.core.examples import StillClock, exploited
from workflows.facts_memory import FactsMemory

FACTS = {"CVE-2026-0001": ExploitFacts(known_exploited=exploited()), "CVE-2026-0002": ExploitFacts()}


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def memory(tmp_path: Path, clock: StillClock) -> Iterator[FactsMemory]:
    cache = Cache(tmp_path, clock)
    yield FactsMemory(cache)
    cache.close()


def test_what_was_told_is_remembered_also_that_nothing_is_known(memory: FactsMemory) -> None:
    memory.remember(FACTS)
    assert memory.recall([*FACTS, "CVE-2026-0003"]) == FACTS


@pytest.mark.parametrize(("hours", "kept"), [(23, True), (25, False)])
def test_it_is_remembered_for_a_day(memory: FactsMemory, clock: StillClock, hours: int, kept: bool) -> None:  # noqa: FBT001  a table
    memory.remember(FACTS)
    clock.advance(hours=hours)
    assert bool(memory.recall(FACTS)) is kept
