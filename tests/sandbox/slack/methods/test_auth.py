"""Identity, tests, and the Block Kit validator."""

from slack_sdk import WebClient

from sandbox.slack.server import Running
from sandbox.slack.shapes import APP, BOT, BOT_USER, TEAM
from tests.sandbox.slack.conftest import error_of


def test_the_bot_learns_who_it_is_and_which_scopes_it_has(client: WebClient) -> None:
    answer = client.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == (TEAM, BOT_USER, BOT)
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


def test_the_app_token_opens_a_connection_and_knows_its_app(slack: Running) -> None:
    client = WebClient(slack.app_token, base_url=slack.api_url)
    assert str(client.apps_connections_open(app_token=slack.app_token)["url"]).startswith("ws://127.0.0.1:")
    assert client.auth_test()["app_id"] == APP


def test_the_validator_needs_no_token(slack: Running) -> None:
    client = WebClient(base_url=slack.api_url)
    assert client.blocks_validate(blocks=[{"type": "divider"}])["ok"]
    assert error_of(lambda: client.blocks_validate(blocks=[{"type": "nonsense"}])) == "invalid_blocks"
    assert error_of(lambda: client.blocks_validate(view={"type": "modal"})) == "invalid_blocks"
