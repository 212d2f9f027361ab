"""usergroups.*: who belongs to a group such as the approvers.

https://docs.slack.dev/reference/methods/usergroups.list
"""

from sandbox.slack.calls import Call
from sandbox.slack.shapes import TEAM, Json, Refused


def list_(call: Call) -> Json:
    """Every user group; its members only when asked for."""
    groups = call.slack.workspace.usergroups
    shown: list[Json] = []
    for group_id, (handle, name, members) in groups.items():
        group: Json = {
            "id": group_id,
            "team_id": TEAM,
            "is_usergroup": True,
            "name": name,
            "handle": handle,
            "description": "",
            "is_external": False,
            "date_delete": 0,
            "deleted_by": None,
        }
        group |= {"user_count": len(members)} if call.flag("include_count") else {}
        group |= {"users": list(members)} if call.flag("include_users") else {}
        shown.append(group)
    return {"usergroups": shown}


def users_list(call: Call) -> Json:
    """The members of a user group."""
    group = call.slack.workspace.usergroups.get(call.text("usergroup"))
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": list(group[2])}
