"""reactions.*: emoji under a message."""

from slack_sdk import WebClient

from sandbox.slack.seed import RITA, SRE_OPS
from tests.sandbox.slack.conftest import Control, error_of


def test_a_reaction_is_shown_once_and_can_be_taken_away(client: WebClient, control: Control) -> None:
    ts = str(client.chat_postMessage(channel=SRE_OPS, text="x")["ts"])
    client.reactions_add(channel=SRE_OPS, timestamp=ts, name="eyes")
    assert control.messages(RITA, SRE_OPS)[0]["reactions"][0]["name"] == "eyes"
    add = {"channel": SRE_OPS, "timestamp": ts, "name": "eyes"}
    assert error_of(lambda: client.reactions_add(**add)) == "already_reacted"
    client.reactions_remove(**add)
    assert error_of(lambda: client.reactions_remove(**add)) == "no_reaction"
