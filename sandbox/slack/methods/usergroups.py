"""usergroups.*: who belongs to a group such as the approvers.

https://docs.slack.dev/reference/methods/usergroups.list
"""

from sandbox.slack.calls import Call
from sandbox.slack.shapes import TEAM, Json, Refused


def list_(call: Call) -> Json:
    """Every user group; its members only when asked for."""
    groups = call.slack.workspace.usergroups
    shown: list[Json] = []
    for group_id, group in groups.items():
        entry: Json = {
            "id": group_id,
            "team_id": TEAM,
            "is_usergroup": True,
            "name": group.name,
            "handle": group.handle,
            "description": "",
            "is_external": False,
            "date_delete": 0,
            "deleted_by": None,
        }
        entry |= {"user_count": len(group.members)} if call.flag("include_count") else {}
        entry |= {"users": list(group.members)} if call.flag("include_users") else {}
        shown.append(entry)
    return {"usergroups": shown}


def users_list(call: Call) -> Json:
    """The members of a user group."""
    group = call.slack.workspace.usergroups.get(call.text("usergroup"))
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": list(group.members)}
