"""The fixed workspace: its people, channels and approvers, the same at every start."""

from sandbox.slack.model import Channel, User, UserGroup
from sandbox.slack.shapes import BOT_USER

RITA, AARON, BEA = "U0REQUEST1", "U0APPROVE1", "U0APPROVE2"
GUEST, STRANGER, LEFT = "U0GUEST001", "U0STRANGE1", "U0LEFT0001"
SRE_OPS, ALERTS, RANDOM = "C0SREOPS01", "C0ALERTS01", "C0RANDOM01"
SECRET, PARTNER, HIDDEN, ARCHIVED = "G0SECRET01", "C0PARTNER1", "G0HIDDEN01", "C0OLDOPS01"
APPROVERS = "S0APPROVER"


def users(bot_name: str) -> dict[str, User]:
    """Everyone, by id, in the order that `users.list` shows them."""
    everyone = (
        User(RITA, "rita", "Rita Requester"),
        User(AARON, "aaron", "Aaron Approver"),
        User(BEA, "bea", "Bea Approver"),
        User(GUEST, "gus", "Gus Guest", is_restricted=True),
        User(STRANGER, "erin", "Erin External", is_stranger=True),
        User(LEFT, "lee", "Lee Left", deleted=True),
        User(BOT_USER, bot_name, bot_name, is_bot=True),
    )
    return {user.id: user for user in everyone}


def channels(people: dict[str, User]) -> dict[str, Channel]:
    """Every conversation, by id: channels of each kind and one direct message per active person."""
    members = {u.id for u in people.values() if u.is_full_member}
    named = (
        Channel(SRE_OPS, "sre-ops", members | {GUEST, BOT_USER}),
        Channel(ALERTS, "alerts", members | {BOT_USER}),
        Channel(RANDOM, "random", set(members)),
        Channel(SECRET, "sre-private", members | {BOT_USER}, is_private=True),
        Channel(PARTNER, "partner-shared", members | {BOT_USER, STRANGER}, is_ext_shared=True),
        Channel(HIDDEN, "leads-private", set(members), is_private=True),
        Channel(ARCHIVED, "old-ops", members | {BOT_USER}, is_archived=True),
    )
    direct = (_direct(u) for u in people.values() if not (u.deleted or u.is_bot))
    return {channel.id: channel for channel in (*named, *direct)}


def usergroups() -> dict[str, UserGroup]:
    """Every user group, by id."""
    return {APPROVERS: UserGroup("sre-approvers", "SRE approvers", (AARON, BEA))}


def _direct(user: User) -> Channel:
    return Channel("D" + user.id[1:], user.name, {user.id, BOT_USER}, user=user.id)
