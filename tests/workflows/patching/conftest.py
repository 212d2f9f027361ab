"""An office per test, with a clock that is moved."""

import pytest

from services.store import Store
from tests.workflows.patching.people import MovedClock, Office
from tests.workflows.reporting import memory_store


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def store(clock: MovedClock) -> Store:
    return memory_store(clock)


@pytest.fixture
def office(store: Store, clock: MovedClock) -> Office:
    return Office(store, clock)
