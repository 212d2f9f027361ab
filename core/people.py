"""People and places of a workspace, as far as authority depends on them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the workspace, or somebody who only looks like one.

    A guest sees a few channels, a stranger comes from another organisation through a shared channel.
    """

    user_id: str
    team_id: str
    name: str = ""
    is_guest: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel or a conversation. External: people of other organisations read it, or are invited to."""

    channel_id: str
    name: str = ""
    is_member: bool = False
    is_ext_shared: bool = False
    is_pending_ext_shared: bool = False
    is_im: bool = False
    is_private: bool = False

    @property
    def external(self) -> bool:
        """Whether what is said here can leave the organisation, now or once an invitation is accepted."""
        return self.is_ext_shared or self.is_pending_ext_shared

    @property
    def open_to_bot(self) -> bool:
        """Whether the bot can post here."""
        return self.is_member or self.is_im
