"""The app to compare with: Bolt with all its defaults, answering every slash command."""

import os
import re
import time
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

WORK_S = float(os.environ.get("WORK_S", "0"))
client = WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
app = App(client=client)


@app.command(re.compile(".*"))
def echo(ack: Ack, respond: Respond, body: dict[str, Any]) -> None:
    """Acknowledge, work, answer."""
    ack()
    time.sleep(WORK_S)
    respond(f"echo {body['command']}")


if __name__ == "__main__":
    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"], web_client=client).start()  # type: ignore[no-untyped-call]
