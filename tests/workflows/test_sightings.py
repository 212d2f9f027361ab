from datetime import timedelta
from pathlib import Path

import pytest

from services.store.sqlite import SqliteStore
from tests.core.examples import NOW, StillClock, instance_id
from tests.workflows.systems_manager import patch, scan
from workflows.sightings import Sightings

ONE, TWO = instance_id(1), instance_id(2)
LATER = NOW + timedelta(days=3)


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore.open(tmp_path, StillClock())


@pytest.fixture
def sightings(store: SqliteStore) -> Sightings:
    return Sightings(store, StillClock())


def test_the_first_scan_that_showed_a_patch_stays_the_first(sightings: Sightings) -> None:
    sightings.note({ONE: scan(1, ended=NOW)}, {ONE: (patch("a"),)})
    seen = sightings.note({ONE: scan(1, ended=LATER)}, {ONE: (patch("a"), patch("b"))})
    assert seen == {ONE: {"a": NOW, "b": LATER}}


def test_a_patch_that_was_installed_in_between_is_new_when_it_is_missing_again(sightings: Sightings) -> None:
    sightings.note({ONE: scan(1, ended=NOW)}, {ONE: (patch("a"),)})
    sightings.note({ONE: scan(1, ended=NOW)}, {ONE: ()})
    assert sightings.note({ONE: scan(1, ended=LATER)}, {ONE: (patch("a"),)})[ONE]["a"] == LATER


def test_an_instance_that_was_not_read_is_not_forgotten(sightings: Sightings) -> None:
    sightings.note({ONE: scan(1, ended=NOW), TWO: scan(2, ended=NOW)}, {ONE: (patch("a"),), TWO: (patch("a"),)})
    sightings.note({ONE: scan(1, ended=LATER)}, {ONE: (patch("a"),)})
    again = sightings.note({TWO: scan(2, ended=LATER)}, {TWO: (patch("a"),)})
    assert again == {TWO: {"a": NOW}}


def test_nothing_new_is_nothing_written(sightings: Sightings, store: SqliteStore) -> None:
    for ended in (NOW, LATER):
        sightings.note({ONE: scan(1, ended=ended)}, {ONE: (patch("a"),)})
    record = store.get("patch-sightings", ONE)
    assert record is not None
    assert record.version == 1


def test_a_fleet_of_many_commits_is_remembered_whole(sightings: Sightings) -> None:
    names = [instance_id(number) for number in range(250)]
    missing = {name: (patch("a"),) for name in names}
    sightings.note({name: scan(ended=NOW) for name in names}, missing)
    again = sightings.note({name: scan(ended=LATER) for name in names}, missing)
    assert {when for each in again.values() for when in each.values()} == {NOW}
