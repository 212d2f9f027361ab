"""Changes that an administrator of the workspace would make: people, channels and groups."""

from collections.abc import Callable
from dataclasses import replace

from sandbox.slack.gestures.parts import Impossible
from sandbox.slack.shapes import Json
from sandbox.slack.state import Sandbox
from sandbox.slack.workspace import Change

USER_FIELDS = frozenset({"deleted", "is_restricted", "is_stranger"})
CHANNEL_FIELDS = frozenset({"is_archived", "is_ext_shared", "is_private", "members"})


def make(slack: Sandbox, given: Json) -> Json:
    """Apply `{"users": {ID: {…}}, "channels": {ID: {…}}, "usergroups": {ID: [user ids]}}`."""
    kinds: dict[str, Callable[[Sandbox, str, object], None]] = {
        "users": _user,
        "channels": _channel,
        "usergroups": _group,
    }
    for kind, changes in given.items():
        if kind not in kinds:
            raise Impossible(f"There are no {kind} to change.")
        for changed_id, change in changes.items():
            kinds[kind](slack, changed_id, change)
    slack.stream.publish(Change("workspace"))
    return {"ok": True}


def _user(slack: Sandbox, user_id: str, change: object) -> None:
    user = slack.workspace.users.get(user_id)
    if user is None:
        raise Impossible(f"There is no user {user_id}.")
    slack.workspace.users[user_id] = replace(user, **_fields(change, USER_FIELDS))


def _channel(slack: Sandbox, channel_id: str, change: object) -> None:
    channel = slack.workspace.channels.get(channel_id)
    if channel is None:
        raise Impossible(f"There is no channel {channel_id}.")
    fields = _fields(change, CHANNEL_FIELDS)
    if "members" in fields:
        fields["members"] = set(_known(slack, fields["members"]))
    slack.workspace.channels[channel_id] = replace(channel, **fields)


def _group(slack: Sandbox, group_id: str, change: object) -> None:
    group = slack.workspace.usergroups.get(group_id)
    if group is None:
        raise Impossible(f"There is no user group {group_id}.")
    slack.workspace.usergroups[group_id] = replace(group, members=tuple(_known(slack, change)))


def _fields(change: object, known: frozenset[str]) -> Json:
    if not isinstance(change, dict) or not set(change) <= known:
        raise Impossible(f"Only {', '.join(sorted(known))} can change.")
    return dict(change)


def _known(slack: Sandbox, users: object) -> list[str]:
    if not isinstance(users, list) or not set(users) <= set(slack.workspace.users):
        raise Impossible("Members are a list of known users.")
    return users
