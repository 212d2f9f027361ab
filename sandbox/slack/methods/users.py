"""users.*: who is in the workspace.

https://docs.slack.dev/reference/methods/users.info
"""

from sandbox.slack.calls import Call
from sandbox.slack.pages import page
from sandbox.slack.shapes import Json


def info(call: Call) -> Json:
    """One user; deleted users and strangers are answered too, with their flags."""
    return {"user": call.user().as_json()}


def list_(call: Call) -> Json:
    """Every user, deleted ones and bots included."""
    shown, cursor = page(call, list(call.slack.workspace.users.values()))
    return {
        "members": [user.as_json() for user in shown],
        "cache_ts": int(call.slack.now()),
        "response_metadata": {"next_cursor": cursor},
    }
