"""Messages, modals and the Home tab."""

from blocks.card import Card, Home, Modal
from blocks.elements import section


def test_a_view_carries_only_the_words_it_has() -> None:
    view = Modal("Details", (section("x"),), "details", private_metadata="wf-1").view()
    assert view["title"] == {"type": "plain_text", "text": "Details"}
    assert view["private_metadata"] == "wf-1"
    assert "submit" not in view


def test_home_is_a_view_of_its_own_kind() -> None:
    assert Home((section("x"),)).view() == {"type": "home", "blocks": [section("x")]}


def test_a_message_never_unfolds_links() -> None:
    payload = Card("x", (section("y"),)).payload()
    assert (payload["unfurl_links"], payload["unfurl_media"], payload["blocks"]) == (False, False, [section("y")])
