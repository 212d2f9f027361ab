"""The morning's story as it looks."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from blocks.digest import digest_card, digest_thread
from blocks.fit import fit
from blocks.limits import problems
from blocks.text import inert
from core.digest import Digest
from core.item import Item, Waiting
from tests.blocks.answers import TEXTS, alive
from tests.core.examples import NOW

DAY = {"since": NOW - timedelta(days=1), "until": NOW}
ITEMS = st.lists(TEXTS.map(lambda text: Item(sentence=inert(text, 300))), max_size=40).map(tuple)


@settings(max_examples=50)
@given(ITEMS, ITEMS, TEXTS)
def test_whatever_there_is_fits_and_nothing_in_it_comes_alive(
    opened: tuple[Item, ...], alerts: tuple[Item, ...], note: str
) -> None:
    digest = Digest.model_validate({**DAY, "opened": opened, "alerts": alerts, "notes": (note,)})
    for card in (digest_card(digest), *digest_thread(digest)):
        assert not problems(fit(card))
        assert not alive(fit(card))


def test_it_counts_in_the_headline_and_names_in_the_lines() -> None:
    waits = Waiting(sentence="Patch web-1: closes 3 findings", missing=1, until=NOW)
    card = digest_card(Digest.model_validate({**DAY, "waiting": (waits, waits)}))
    assert card.text == "Today: 2 approvals wait"
    assert "Patch web-1: closes 3 findings: 1 more approval until" in str(card.blocks)
