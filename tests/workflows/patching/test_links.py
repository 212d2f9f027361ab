"""Where the card of a patch stands."""

from collections.abc import Mapping
from threading import Event
from typing import Any

import pytest

from core.errors import Cause, Upstream
from services.slack.outbox import Outbox, Place
from services.slack.outbox_deliveries import Deliveries
from services.slack.outbox_message import KEEP
from services.store import Store
from tests.faults.waiting import waited_for
from tests.workflows.patching.people import MovedClock, Permalinks
from workflows.patching.links import Links


class Silent:
    def call(self, method: str, /, **arguments: object) -> Mapping[str, Any]:
        raise Upstream(f"{method} {arguments}", cause=Cause.TIMED_OUT, retryable=True)


class Slow:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.answers, self.asked = Event(), 0

    def call(self, _: str, /, **__: object) -> Mapping[str, Any]:
        self.asked += 1
        self.answers.wait()
        return {"permalink": "https://acme.slack.com/late"}


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


def test_a_slack_that_does_not_answer_is_waited_for_once(
    store: Store, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.patching.links._GLANCE_S", 0.01)
    slow = Slow()
    links = Links(posted(store, clock), slow)
    assert [links.link("w-1") for _ in range(50)] == [""] * 50
    assert slow.asked == 1
    slow.answers.set()
    waited_for(lambda: bool(links.link("w-1")), 20)
    assert (links.link("w-1"), slow.asked) == ("https://acme.slack.com/late", 1)


def test_a_card_that_was_posted_anew_has_another_link(store: Store, clock: MovedClock) -> None:
    outbox = posted(store, clock)
    links = Links(outbox, Permalinks())
    assert links.link("w-1").endswith("1.5")
    deliveries = Deliveries(store, clock, KEEP)
    deliveries.gone("patch:w-1", deliveries.known("patch:w-1"))
    assert links.link("w-1") == ""
    deliveries.adopt("patch:w-1", Place(channel="C1", ts="2.5"), deliveries.known("patch:w-1"))
    waited_for(lambda: links.link("w-1").endswith("2.5"), 20)
