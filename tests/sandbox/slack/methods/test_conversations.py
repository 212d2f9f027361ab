"""conversations.*: kinds of channels, members and direct messages."""

from slack_sdk import WebClient

from sandbox.slack.seed import AARON, BEA, GUEST, PARTNER, RANDOM, RITA, SECRET, SRE_OPS, STRANGER
from sandbox.slack.shapes import BOT_USER
from tests.sandbox.slack.conftest import error_of


def test_info_tells_the_kinds_apart(client: WebClient) -> None:
    shared = client.conversations_info(channel=PARTNER)["channel"]
    private = client.conversations_info(channel=SECRET)["channel"]
    public = client.conversations_info(channel=RANDOM)["channel"]
    assert (shared["is_ext_shared"], shared["is_private"]) == (True, False)
    assert (private["is_ext_shared"], private["is_private"]) == (False, True)
    assert (public["is_member"], private["is_member"]) == (False, True)


def test_info_of_a_direct_message_needs_its_own_scope(client: WebClient) -> None:
    assert error_of(lambda: client.conversations_info(channel="D0REQUEST1")) == "missing_scope"


def test_members_of_a_shared_channel_include_the_stranger(client: WebClient) -> None:
    assert set(client.conversations_members(channel=PARTNER)["members"]) == {
        RITA,
        AARON,
        BEA,
        STRANGER,
        BOT_USER,
    }
    assert GUEST in client.conversations_members(channel=SRE_OPS)["members"]


def test_list_pages_through_everything_the_bot_sees(client: WebClient) -> None:
    kinds = "public_channel,private_channel"
    pages = [
        [channel["name"] for channel in page["channels"]] for page in client.conversations_list(types=kinds, limit=2)
    ]
    assert [len(page) for page in pages] == [2, 2, 2]
    assert [name for page in pages for name in page] == [
        "sre-ops",
        "alerts",
        "random",
        "sre-private",
        "partner-shared",
        "old-ops",
    ]


def test_open_gives_the_one_direct_message(client: WebClient) -> None:
    assert client.conversations_open(users=RITA)["channel"] == {"id": "D0REQUEST1"}
