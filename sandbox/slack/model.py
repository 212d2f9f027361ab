"""What a workspace holds: users, channels, messages, files and views."""

from dataclasses import dataclass, field

from sandbox.slack.shapes import BOT, OTHER_TEAM, TEAM, Json


@dataclass(frozen=True)
class User:
    """A person or a bot, as the workspace knows it."""

    id: str
    name: str
    real_name: str
    is_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False
    is_bot: bool = False

    @property
    def team(self) -> str:
        """The id of the user's own workspace."""
        return OTHER_TEAM if self.is_stranger else TEAM

    @property
    def is_full_member(self) -> bool:
        """Whether the user is an ordinary member: no guest, no stranger, no bot, not deleted."""
        return not (self.is_restricted or self.is_stranger or self.deleted or self.is_bot)

    def as_json(self) -> Json:
        """The user object of `users.info`."""
        shown: Json = {
            "id": self.id,
            "team_id": self.team,
            "name": self.name,
            "deleted": self.deleted,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 1_700_000_000,
            "profile": self._profile(),
        }
        if self.deleted:
            return shown
        shown |= {
            "color": "9f69e7",
            "real_name": self.real_name,
            "tz": "America/Los_Angeles",
            "tz_label": "Pacific Standard Time",
            "tz_offset": -28800,
            "is_admin": False,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": False,
            "is_email_confirmed": True,
            "who_can_share_contact_card": "EVERYONE",
        }
        # Slack sends is_stranger only for members of another workspace.
        return shown | ({"is_stranger": True} if self.is_stranger else {})

    def _profile(self) -> Json:
        shown: Json = {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "team": self.team,
        }
        return shown | ({"bot_id": BOT, "api_app_id": ""} if self.is_bot else {})


@dataclass(frozen=True)
class UserGroup:
    """A named group of users, such as the approvers."""

    handle: str
    name: str
    members: tuple[str, ...]


@dataclass
class Channel:
    """A conversation; `user` is set for a direct message with the bot."""

    id: str
    name: str
    members: set[str]
    is_private: bool = False
    is_ext_shared: bool = False
    is_archived: bool = False
    user: str | None = None

    @property
    def is_im(self) -> bool:
        """Whether this is a direct message with the bot."""
        return self.user is not None

    @property
    def kind(self) -> str:
        """Slack's name of the kind: public_channel, private_channel or im."""
        if self.is_im:
            return "im"
        return "private_channel" if self.is_private else "public_channel"

    @property
    def scope(self) -> str:
        """The family of scopes that opens it: channels, groups or im."""
        return {"im": "im", "private_channel": "groups", "public_channel": "channels"}[self.kind]


@dataclass
class Message:
    """One message; `ephemeral_to` names the only user who sees it."""

    ts: str
    channel: str
    user: str
    text: str = ""
    bot_id: str | None = None
    thread_ts: str | None = None
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    files: list[str] = field(default_factory=list)
    metadata: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    ephemeral_to: str | None = None
    broadcast: bool = False
    edited: bool = False
    deleted: bool = False
    by_response_url: bool = False
    reply_count: int = 0
    latest_reply: str | None = None


@dataclass
class File:
    """An uploaded file; `shares` lists the messages that show it, `completed` ends the upload."""

    id: str
    name: str
    length: int
    alt_txt: str = ""
    title: str = ""
    content: bytes | None = None
    completed: bool = False
    created: int = 0
    shares: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class View:
    """An open modal or a published Home tab; `given` is the view as the app sent it."""

    id: str
    user: str
    given: Json
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    values: Json = field(default_factory=dict)
