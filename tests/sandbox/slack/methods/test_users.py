"""users.* and usergroups.*: who is who."""

from slack_sdk import WebClient

from sandbox.slack.seed import AARON, APPROVERS, BEA, GUEST, LEFT, RITA, STRANGER
from sandbox.slack.shapes import BOT_USER


def test_guests_strangers_bots_and_deleted_users_carry_their_flags(client: WebClient) -> None:
    of = {user: client.users_info(user=user)["user"] for user in (RITA, GUEST, STRANGER, LEFT, BOT_USER)}
    assert (of[RITA]["is_restricted"], of[GUEST]["is_restricted"]) == (False, True)
    assert "is_stranger" not in of[RITA]
    assert (of[STRANGER]["is_stranger"], of[STRANGER]["team_id"]) == (True, "T0OTHER001")
    assert (of[LEFT]["deleted"], of[BOT_USER]["is_bot"]) == (True, True)


def test_the_list_holds_everyone(client: WebClient) -> None:
    members = client.users_list()["members"]
    assert {user["id"] for user in members} >= {RITA, GUEST, STRANGER, LEFT, BOT_USER}
    assert "email" not in members[0]["profile"]


def test_the_approvers_are_a_user_group(client: WebClient) -> None:
    [group] = client.usergroups_list(include_users=True)["usergroups"]
    assert (group["id"], group["handle"], group["users"]) == (APPROVERS, "sre-approvers", [AARON, BEA])
    assert "users" not in client.usergroups_list()["usergroups"][0]
    assert client.usergroups_users_list(usergroup=APPROVERS)["users"] == [AARON, BEA]
