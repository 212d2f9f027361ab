"""What is known about deliveries, and who may make one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.slack.outbox_deliveries import Deliveries, Delivery, Place
from services.slack.outbox_message import KEEP
from tests.services.slack.outbox_desk import Desk, opened

PLACE = Place(channel="C1", ts="1.0")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as desk:
        yield desk


@pytest.fixture
def deliveries(desk: Desk) -> Deliveries:
    return Deliveries(desk.store, desk.clock, KEEP)


def test_of_two_that_claim_a_message_one_gets_it(deliveries: Deliveries) -> None:
    known = deliveries.known("k1")
    assert deliveries.claim("k1", known, 30) is not None
    assert deliveries.claim("k1", known, 30) is None


def test_a_claimed_message_is_not_free_until_the_lease_ends(desk: Desk, deliveries: Deliveries) -> None:
    deliveries.claim("k1", deliveries.known("k1"), 30)
    assert not deliveries.known("k1").free(desk.clock.now())
    desk.clock.advance(seconds=30)
    assert deliveries.known("k1").free(desk.clock.now())


def test_a_lease_that_ran_out_counts_as_a_lost_answer(desk: Desk, deliveries: Deliveries) -> None:
    deliveries.claim("k1", deliveries.known("k1"), 30)
    desk.clock.advance(seconds=30)
    second = deliveries.claim("k1", deliveries.known("k1"), 30)
    assert second is not None
    assert second.delivery.lost == 1


def test_while_a_message_is_edited_nobody_claims_to_know_what_it_looks_like(deliveries: Deliveries) -> None:
    claim = deliveries.claim("k1", deliveries.known("k1"), 30)
    assert claim is not None
    deliveries.arrived(claim, PLACE, "digest")
    assert deliveries.known("k1").delivery == Delivery(place=PLACE, digest="digest")
    deliveries.claim("k1", deliveries.known("k1"), 30)
    assert deliveries.known("k1").delivery == Delivery(place=PLACE, digest="")


def test_whoever_lost_the_claim_changes_nothing_by_failing(desk: Desk, deliveries: Deliveries) -> None:
    lost = deliveries.claim("k1", deliveries.known("k1"), 30)
    desk.clock.advance(seconds=30)
    taken = deliveries.claim("k1", deliveries.known("k1"), 30)
    assert lost is not None
    assert taken is not None
    deliveries.failed(lost, Delivery(error="late"), 5)
    assert (deliveries.known("k1").sending, deliveries.known("k1").version) == (True, taken.version)
