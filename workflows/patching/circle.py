"""Who may approve, as Slack knows it now: users and user groups resolved, those who left taken out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from core.errors import NotFound, Upstream
from core.people import Person


class People(Protocol):
    """The part of the directory that is needed here."""

    def person(self, user_id: str, *, recheck: bool = False) -> Person:
        """Somebody by id; raises NotFound or Upstream."""
        ...

    def group_members(self, group_id: str, *, recheck: bool = False) -> frozenset[str]:
        """The user ids of a user group; raises NotFound or Upstream."""
        ...


@dataclass(frozen=True, slots=True)
class Circle:
    """The people among some approvers. `unread` says in sentences which of them could not be asked about."""

    members: frozenset[str]
    unread: tuple[str, ...] = ()


def circle(people: People, approvers: Iterable[str]) -> Circle:
    """Users and user groups as people, asked for just now; of a group that cannot be read nobody may approve."""
    members: set[str] = set()
    unread: list[str] = []
    for approver in approvers:
        try:
            members |= people.group_members(approver, recheck=True) if approver.startswith("S") else {approver}
        except (NotFound, Upstream) as error:
            unread.append(f"The user group {approver} could not be read ({_why(error)}), so nobody of it counts.")
    return Circle(frozenset(members), tuple(unread))


def active(people: People, found: Circle, among: Iterable[str] | None = None, *, recheck: bool = True) -> Circle:
    """The circle without those who cannot approve: left, guests, bots, strangers, and whom Slack does not tell of.

    `among` limits who is looked at; the others stay as they are.
    """
    looked_at = found.members if among is None else found.members & frozenset(among)
    unread: list[str] = []
    able = {user_id for user_id in sorted(looked_at) if _is_able(people, user_id, unread, recheck=recheck)}
    return Circle((found.members - looked_at) | able, (*found.unread, *unread))


def _is_able(people: People, user_id: str, unread: list[str], *, recheck: bool) -> bool:
    try:
        person = people.person(user_id, recheck=recheck)
    except NotFound:
        return False
    except Upstream as error:
        unread.append(f"Slack could not be asked about <@{user_id}> ({_why(error)}).")
        return False
    return not (person.deleted or person.is_bot or person.is_guest or person.is_stranger)


def _why(error: NotFound | Upstream) -> str:
    return error.sentence.rstrip(".")
