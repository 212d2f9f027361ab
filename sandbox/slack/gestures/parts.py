"""The parts that the payloads of all gestures share."""

from sandbox.slack.model import Channel, User
from sandbox.slack.shapes import APP, TEAM, TEAM_DOMAIN, Json
from sandbox.slack.state import Sandbox

VERIFICATION_TOKEN = "sandbox-verification-token"


class Impossible(Exception):
    """The gesture cannot be made: no such user, channel, message, button or view."""


def person(slack: Sandbox, user: object) -> User:
    """The acting user."""
    found = slack.workspace.users.get(user) if isinstance(user, str) else None
    if found is None or found.deleted or found.is_bot:
        raise Impossible(f"Nobody called {user} can act here.")
    return found


def place(slack: Sandbox, user: User, channel: object) -> Channel:
    """A channel that the user can see."""
    found = slack.workspace.channels.get(channel) if isinstance(channel, str) else None
    if found is None or not slack.workspace.sees(user.id, found):
        raise Impossible(f"{user.id} sees no channel {channel}.")
    if found.is_archived:
        raise Impossible(f"{channel} is archived.")
    return found


def interaction(slack: Sandbox, kind: str, user: User) -> Json:
    """The fields at the top of every interactive payload."""
    if not slack.manifest.interactive:
        raise Impossible("The app's manifest has interactivity switched off.")
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team},
        "api_app_id": APP,
        "token": VERIFICATION_TOKEN,
        "team": {"id": TEAM, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": slack.grants.new_trigger(user.id),
    }


def response_url(slack: Sandbox, key: str) -> str:
    """The full address of a response URL."""
    return f"{slack.url}/response/{key}"


def shown_name(channel: Channel) -> str:
    """The channel_name of payloads: Slack hides the names of private conversations."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name
