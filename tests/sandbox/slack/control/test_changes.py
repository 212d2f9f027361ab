"""Changes to people, channels and groups."""

from slack_sdk import WebClient

from sandbox.slack.seed import ALERTS, APPROVERS, BEA, RITA, SRE_OPS
from tests.sandbox.slack.conftest import Control, error_of


def test_an_approver_who_leaves_the_group_is_gone_from_it(client: WebClient, control: Control) -> None:
    assert control.post("change", usergroups={APPROVERS: [BEA]})["ok"]
    assert client.usergroups_users_list(usergroup=APPROVERS)["users"] == [BEA]


def test_a_user_becomes_a_guest_or_leaves(client: WebClient, control: Control) -> None:
    control.post("change", users={RITA: {"is_restricted": True}, BEA: {"deleted": True}})
    assert client.users_info(user=RITA)["user"]["is_restricted"]
    assert client.users_info(user=BEA)["user"]["deleted"]
    assert control.post("message", as_=BEA, channel=SRE_OPS, text="still here?")["error"] == "impossible"


def test_the_bot_is_removed_from_a_channel_and_the_channel_archived(client: WebClient, control: Control) -> None:
    control.post("change", channels={ALERTS: {"members": [RITA]}, SRE_OPS: {"is_archived": True}})
    assert error_of(lambda: client.chat_postMessage(channel=ALERTS, text="x")) == "not_in_channel"
    assert error_of(lambda: client.chat_postMessage(channel=SRE_OPS, text="x")) == "is_archived"


def test_unknown_things_cannot_change(control: Control) -> None:
    wrong: tuple[dict[str, object], ...] = (
        {"planets": {}},
        {"users": {"U0NOBODY99": {}}},
        {"users": {RITA: {"name": "x"}}},
        {"channels": {"C0NOWHERE9": {}}},
        {"channels": {ALERTS: {"members": ["U0NOBODY99"]}}},
        {"usergroups": {"S0NOGROUP9": []}},
    )
    assert [control.post("change", **change)["error"] for change in wrong] == ["impossible"] * len(wrong)


def test_a_reset_takes_changes_back(client: WebClient, control: Control) -> None:
    control.post("change", users={RITA: {"deleted": True}})
    control.post("reset")
    assert not client.users_info(user=RITA)["user"]["deleted"]
