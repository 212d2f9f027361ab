"""Posting for everyone."""

from tests.bot.slack.door import Door, words

SHARE = "share:get_inspector_findings"


def test_a_card_is_stored_for_the_outbox_with_its_thread_and_the_asker_is_told(door: Door) -> None:
    door.click(SHARE)
    assert door.outbox.health().queued == 2
    [own] = door.slack.responses
    assert own["replace_original"] is True
    assert "Posted to <#C1>" in words(own)


def test_a_double_click_posts_once(door: Door) -> None:
    door.click(SHARE)
    door.click(SHARE)
    assert door.outbox.health().queued == 2


def test_another_card_is_another_message(door: Door) -> None:
    door.click(SHARE)
    door.click(SHARE, container={"message_ts": "9.9"})
    assert door.outbox.health().queued == 4


def test_where_the_assistant_is_not_it_says_how_to_invite_it(door: Door) -> None:
    door.click(SHARE, channel={"id": "C9"})
    assert door.outbox.health().queued == 0
    assert "I am not in this channel." in words(door.slack.responses[0])
