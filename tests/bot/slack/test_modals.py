"""Answers in a modal."""

from blocks.card import Modal
from blocks.elements import section
from bot.slack.asked import Asked
from bot.slack.modals import open_and_fill
from core.actor import Actor
from core.actor import Door as ActorDoor
from core.errors import BadRequest
from tests.bot.slack.door import Door, words

ANN = Actor(ActorDoor.SLACK, "T1", "UANN")


def made() -> Modal:
    return Modal("Answer", (section("Done."),), "answer")


def test_it_opens_empty_at_once_and_is_filled_with_its_metadata(door: Door) -> None:
    open_and_fill(door.desk, Asked(ANN, "", "1.2"), made, "m")
    assert [method for method, _ in door.slack.calls] == ["views.open", "views.update"]
    filled = door.slack.told("views.update")[0]["view"]
    assert ("Done." in words(filled), filled["private_metadata"]) == (True, "m")


def test_in_a_modal_it_comes_on_top(door: Door) -> None:
    open_and_fill(door.desk, Asked(ANN, "", "1.2", in_modal=True), made)
    assert len(door.slack.told("views.push")) == 1


def test_what_goes_wrong_is_said_in_it(door: Door) -> None:
    def broken() -> Modal:
        raise BadRequest("There is no such page.")

    open_and_fill(door.desk, Asked(ANN, "", "1.2"), broken, "m")
    filled = door.slack.told("views.update")[0]["view"]
    assert "There is no such page." in words(filled)
    assert filled["private_metadata"] == "m"
