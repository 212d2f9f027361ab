"""Who asked and where."""

from bot.slack.asked import Asked
from core.actor import Actor, Door

CLICK = {"user": {"id": "U1", "team_id": "T2"}, "team": {"id": "T1"}, "trigger_id": "1.2"}


def test_a_command_names_its_caller_and_its_channel() -> None:
    asked = Asked.by_command({"team_id": "T1", "user_id": "U1", "channel_id": "C1", "response_url": "https://x"})
    assert asked.actor == Actor(Door.SLACK, "T1", "U1", "C1")
    assert (asked.response_url, asked.trigger_id) == ("https://x", "")


def test_the_team_of_a_click_is_the_one_of_the_person() -> None:
    assert Asked.by_click(CLICK).actor.team_id == "T2"
    assert Asked.by_click({**CLICK, "user": {"id": "U1"}}).actor.team_id == "T1"


def test_a_click_on_a_message_knows_the_message() -> None:
    asked = Asked.by_click({**CLICK, "channel": {"id": "C1"}, "container": {"message_ts": "1.1"}})
    assert (asked.actor.channel_id, asked.message_ts, asked.in_modal) == ("C1", "1.1", False)


def test_a_click_in_a_view_has_no_channel() -> None:
    asked = Asked.by_click({**CLICK, "channel": None, "team": None, "view": {"type": "modal"}})
    assert (asked.actor.channel_id, asked.response_url, asked.in_modal) == ("", "", True)
