"""People and places."""

import pytest

from core.people import Channel


@pytest.mark.parametrize("channel", [Channel("C1", is_ext_shared=True), Channel("C1", is_pending_ext_shared=True)])
def test_a_channel_others_read_or_soon_will_is_external(channel: Channel) -> None:
    assert channel.external


def test_the_bot_posts_where_it_is_a_member_and_in_direct_messages() -> None:
    assert Channel("C1", is_member=True).open_to_bot
    assert Channel("D1", is_im=True).open_to_bot
    assert not Channel("C1").open_to_bot
    assert not Channel("C1").external
