"""Where the card of a patch stands."""

from collections.abc import Mapping
from typing import Any

from core.errors import Cause, Upstream
from services.slack.outbox import Outbox, Place
from services.slack.outbox_deliveries import Deliveries
from services.slack.outbox_message import KEEP
from services.store import Store
from tests.workflows.patching.people import MovedClock, Permalinks
from workflows.patching.links import Links


class Silent:
    def call(self, method: str, /, **arguments: object) -> Mapping[str, Any]:
        raise Upstream(f"{method} {arguments}", cause=Cause.TIMED_OUT, retryable=True)


def posted(store: Store, clock: MovedClock) -> Outbox:
    deliveries = Deliveries(store, clock, KEEP)
    key = "patch:w-1"
    deliveries.adopt(key, Place(channel="C1", ts="1.5"), deliveries.known(key))
    return Outbox(store, clock)


def test_a_posted_card_has_a_link_that_is_asked_for_once(store: Store, clock: MovedClock) -> None:
    links = Links(posted(store, clock), Permalinks())
    assert links.link("w-1") == "https://acme.slack.com/chat.getPermalink/1.5"
    links._api = Silent()
    assert links.link("w-1").endswith("1.5")


def test_without_a_card_or_without_slack_there_is_none(store: Store, clock: MovedClock) -> None:
    assert Links(Outbox(store, clock), Permalinks()).link("w-2") == ""
    assert Links(posted(store, clock), Silent()).link("w-1") == ""
    assert Links(posted(store, clock), None).link("w-1") == ""
