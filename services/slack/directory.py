"""People, channels and user groups of the workspace, remembered for five minutes."""

from collections.abc import Mapping
from threading import Lock
from typing import Any, Protocol

from core.access import Facts
from core.actor import Actor
from core.clock import Clock
from core.errors import NotFound
from core.people import Channel, Person
from services.slack.errors import MISSING_SCOPE, UNKNOWN_METHOD, SlackRefused
from services.slack.memory import Memory

# What each feature is called where health shows it; methods of other families are essential.
_OPTIONAL = {"usergroups": "user groups", "files": "files", "assistant": "assistant view"}


class SlackApi(Protocol):
    """The part of the client that is needed here."""

    def call(self, method: str, /, **arguments: object) -> dict[str, Any]:
        """Slack's answer, or one of our errors."""
        ...


class Directory:
    """Asks Slack about ids. Safe to share between threads.

    `recheck=True` asks Slack whatever is remembered, for decisions that must not rest on old facts.
    """

    def __init__(self, slack: SlackApi, clock: Clock) -> None:
        self._slack = slack
        self._people = Memory(clock, self._asked_person)
        self._channels = Memory(clock, self._asked_channel)
        self._groups = Memory(clock, self._asked_members)
        self._unavailable: dict[str, str] = {}
        self._lock = Lock()

    @property
    def unavailable(self) -> dict[str, str]:
        """The optional features that this Slack endpoint does not offer, with the reason of each."""
        with self._lock:
            return dict(self._unavailable)

    def person(self, user_id: str, *, recheck: bool = False) -> Person:
        """Somebody by id.

        Raises:
            NotFound: no such person in this workspace.
            Upstream: Slack could not be asked.
        """
        return self._people.get(user_id, recheck=recheck)

    def channel(self, channel_id: str, *, recheck: bool = False) -> Channel:
        """A channel or conversation by id.

        Raises:
            NotFound: no such channel, or a private one without the bot.
            Upstream: Slack could not be asked.
        """
        return self._channels.get(channel_id, recheck=recheck)

    def group_members(self, group_id: str, *, recheck: bool = False) -> frozenset[str]:
        """The user ids of a user group; empty when it has no members.

        Raises:
            NotFound: no such group.
            Upstream: Slack could not be asked, or this endpoint has no user groups.
        """
        return self._groups.get(group_id, recheck=recheck)

    def facts(self, actor: Actor, team_id: str, *, recheck: bool = False) -> Facts:
        """All that a decision about a caller needs; never raises for Slack's sake.

        When Slack does not answer, the person and the channel are those remembered from before, marked as not fresh.
        """
        person, person_fresh = self._people.known(actor.user_id, recheck=recheck)
        channel, channel_fresh = self._channels.known(actor.channel_id, recheck=recheck)
        return Facts(team_id=team_id, person=person, channel=channel, fresh=person_fresh and channel_fresh)

    def optional(self, method: str, /, **arguments: object) -> dict[str, Any]:
        """A call that an endpoint may lack: when it does, `unavailable` says so until it works again.

        Raises:
            SlackRefused, SlackThrottled, Upstream: as the client.
        """
        feature = _OPTIONAL.get(method.partition(".")[0], method)
        try:
            answer = self._slack.call(method, **arguments)
        except SlackRefused as error:
            if error.code in {UNKNOWN_METHOD, MISSING_SCOPE}:
                self._note(feature, str(error))
            raise
        self._note(feature, "")
        return answer

    def _note(self, feature: str, reason: str) -> None:
        with self._lock:
            self._unavailable.pop(feature, None)
            if reason:
                self._unavailable[feature] = reason

    def _asked_person(self, user_id: str) -> Person:
        user = self._looked_up("users.info", "user", "user_not_found", user=user_id)
        return Person(
            user_id=user_id,
            team_id=str(user.get("team_id") or ""),
            name=_name(user),
            is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
            is_stranger=bool(user.get("is_stranger")),
            is_bot=bool(user.get("is_bot")) or user_id == "USLACKBOT",
            deleted=bool(user.get("deleted")),
        )

    def _asked_channel(self, channel_id: str) -> Channel:
        channel = self._looked_up("conversations.info", "channel", "channel_not_found", channel=channel_id)
        return Channel(
            channel_id=channel_id,
            name=str(channel.get("name") or ""),
            is_member=bool(channel.get("is_member")),
            is_ext_shared=bool(channel.get("is_ext_shared")),
            is_pending_ext_shared=bool(channel.get("is_pending_ext_shared") or channel.get("pending_shared")),
            is_im=bool(channel.get("is_im")),
            is_private=bool(channel.get("is_private")),
        )

    def _asked_members(self, group_id: str) -> frozenset[str]:
        try:
            return frozenset(map(str, self.optional("usergroups.users.list", usergroup=group_id).get("users", ())))
        except SlackRefused as error:
            raise _missing(error, "no_such_subteam") from None

    def _looked_up(self, method: str, key: str, absent: str, **arguments: object) -> Mapping[str, Any]:
        try:
            found = self._slack.call(method, **arguments).get(key)
        except SlackRefused as error:
            raise _missing(error, absent) from None
        return found if isinstance(found, Mapping) else {}


def _missing(error: SlackRefused, absent: str) -> NotFound | SlackRefused:
    """Slack's word for "there is none" as our own."""
    return NotFound(error.sentence, advice=error.advice) if error.code == absent else error


def _name(user: Mapping[str, Any]) -> str:
    """What the person is called in Slack: the display name, else the real one, else the handle."""
    profile = user.get("profile") or {}
    return str(
        profile.get("display_name") or user.get("real_name") or profile.get("real_name") or user.get("name") or ""
    )
