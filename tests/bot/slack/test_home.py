"""The Home tab."""

from tests.bot.slack.door import Door, words


def shown(door: Door) -> list[str]:
    return [words(each["view"]) for each in door.slack.told("views.publish")]


def test_the_first_look_says_that_it_looks_and_then_shows_the_fleet(door: Door) -> None:
    door.open_home()
    waiting, fleet = shown(door)
    assert "Looking at the fleet" in waiting
    assert "2 instances: 1 high finding" in fleet
    assert door.slack.told("views.publish")[0]["user_id"] == "UANN"


def test_what_is_fresh_is_shown_at_once_and_refresh_asks_anew(door: Door) -> None:
    door.open_home()
    door.open_home()
    assert door.account.asked.count("findings") == 1
    door.click_in_view("home-refresh")
    assert door.account.asked.count("findings") == 2


def test_another_tab_shows_nothing(door: Door) -> None:
    door.open_home(tab="messages")
    assert shown(door) == []


def test_a_guest_sees_why_there_is_nothing(door: Door) -> None:
    door.open_home("UGUS")
    assert "guest accounts" in shown(door)[-1]


def test_what_aws_refuses_is_said_on_the_tab(door: Door) -> None:
    door.account.failing = {"findings"}
    door.open_home()
    assert "AccessDenied" in shown(door)[-1]
