"""Which machines do the same work: while one is patched, these carry its load."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.fleet import Instance

GROUP_TAG = "aws:autoscaling:groupName"
ROLE_TAG = "Role"
_NUMBERED = re.compile(r"(?P<stem>.*?[a-z])[-_.]?\d+[a-z]?", re.IGNORECASE)
MOST_READ = 20  # of a large role, whose load stands for that of all
_ALIVE = {"running", "pending"}


@dataclass(frozen=True, slots=True)
class Peers:
    """`why` says what they share, as in `the role web`; empty where nothing tells. `instances` are the others.

    `asked` is False where the other machines could not be read.
    """

    why: str
    instances: tuple[Instance, ...] = ()
    asked: bool = True

    @property
    def running(self) -> tuple[Instance, ...]:
        """Those that can carry load."""
        return tuple(each for each in self.instances if each.state in _ALIVE)

    @property
    def sample(self) -> tuple[Instance, ...]:
        """The running ones whose load is looked at."""
        return self.running[:MOST_READ]


def peers_of(instance: Instance, fleet: Iterable[Instance]) -> Peers:
    """The others of its auto scaling group, else of its Role tag, else of its name without the number at the end.

    Machines of another Environment are no peers.
    """
    others = [
        each for each in fleet if each.instance_id != instance.instance_id and each.environment == instance.environment
    ]
    for tag, words in ((GROUP_TAG, "the auto scaling group"), (ROLE_TAG, "the role")):
        if value := instance.tags.get(tag, "").strip():
            return Peers(f"{words} {value}", tuple(each for each in others if each.tags.get(tag, "").strip() == value))
    stem = _stem(instance.name)
    if not stem:
        return Peers("")
    return Peers(f"the name {stem}", tuple(each for each in others if _stem(each.name) == stem))


def _stem(name: str) -> str:
    found = _NUMBERED.fullmatch(name.strip())
    return found["stem"] if found else ""
