"""Handing work over."""

from threading import Event

from blocks.card import Card
from bot.slack.asked import Asked
from bot.slack.desk import BUSY, RESTARTING, ack_payload
from core.actor import Actor
from core.actor import Door as ActorDoor
from core.errors import BadRequest
from tests.bot.slack.door import HOOK, Door, words
from tests.eventually import until

ANN = Asked(Actor(ActorDoor.SLACK, "T1", "UANN", "C1"), HOOK, "")
HOMELY = Asked(Actor(ActorDoor.SLACK, "T1", "UANN"), "", "")


def test_work_that_is_refused_in_words_tells_them(door: Door) -> None:
    told: list[Card] = []

    def work() -> None:
        raise BadRequest("No.")

    assert door.desk.hand_over(ANN, "a test", work, told.append) is None
    door.settle()
    assert [card.text for card in told] == ["No."]


def test_a_person_who_asks_too_much_at_once_hears_that_it_is_busy(door: Door) -> None:
    go, told = Event(), list[Card]()
    taken = [door.desk.hand_over(ANN, "a test", until(go), told.append) for _ in range(3)]
    go.set()
    assert taken == [None, None, BUSY]


def test_while_restarting_nothing_is_taken(door: Door) -> None:
    door.restarting = True
    assert door.desk.hand_over(ANN, "a test", lambda: None, lambda _: None) is RESTARTING


def test_where_there_is_no_response_url_it_is_said_directly(door: Door) -> None:
    door.desk.teller(ANN)(BUSY)
    door.desk.teller(HOMELY)(BUSY)
    assert len(door.slack.responses) == 1
    [message] = door.slack.told("chat.postMessage")
    assert (message["channel"], message["text"]) == ("UANN", BUSY.text)


def test_an_acknowledgement_is_seen_by_the_asker_only_and_fits() -> None:
    payload = ack_payload(Card("x" * 9000))
    assert payload["response_type"] == "ephemeral"
    assert len(payload["text"]) == 4000
    assert "busy" in words(ack_payload(BUSY))
