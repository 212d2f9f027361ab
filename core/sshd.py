"""Reads what OpenSSH's server writes into the system's log: who came in, and who was turned away.

Its own words: https://github.com/openssh/openssh-portable/blob/master/auth.c (auth_log) and packet.c.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from ipaddress import ip_address

from core.logins import Login

_FROM = r"from (?P<ip>[0-9A-Fa-f.:]+)(?:%\S+)? port \d+"
# Whoever tries to come in chooses the name, and may write a whole message into it: so a line is read from its
# beginning, and the last address in it is the one that sshd wrote.
_SHAPES = (
    re.compile(rf"(?P<verb>Accepted|Failed) (?P<method>\S+) for (?:invalid user )?(?P<user>.*) {_FROM}"),
    re.compile(rf"(?P<verb>Invalid) user (?P<user>.*) {_FROM}"),
    re.compile(rf"(?:error: )?maximum authentication attempts exceeded for (?:invalid user )?(?P<user>.*) {_FROM}"),
    # Somebody whose key was not taken, and who gave up: nothing else is written about that.
    re.compile(
        r"(?:Connection (?:closed|reset) by|Disconnected from) (?:authenticating|invalid) user (?P<user>.*) "
        r"(?P<ip>[0-9A-Fa-f.:]+) port \d+ \[preauth\]"
    ),
)
_OURS = re.compile(r"\bsshd(?:-session)?(?:\[\d+\])?: ")
_REPEATED = re.compile(r"message repeated (?P<times>\d{1,6}) times: \[ ?(?P<inner>.*?)\]?$")
_MOST_REPEATED = 1000
_LONGEST = 64  # of a user's name, which whoever tries to come in chooses


def ssh_logins(lines: Iterable[tuple[datetime, str]]) -> Iterator[Login]:
    """The logins and attempts in lines with the time at which they were logged.

    "Invalid user" is followed by the failure itself where a password was tried, so of both one counts.
    """
    announced: dict[tuple[str, str], int] = {}
    for at, text in lines:
        ours = _OURS.search(text)
        if not ours:
            continue
        said = text[ours.end() :]
        repeated = _REPEATED.match(said)
        found = _read(at, repeated["inner"] if repeated else said)
        if found is None:
            continue
        key = (found.source_ip, found.user)
        if said.startswith("Invalid user"):
            announced[key] = announced.get(key, 0) + 1
            yield found
            continue
        times = min(int(repeated["times"]), _MOST_REPEATED) if repeated else 1
        if not found.accepted and announced.get(key):
            announced[key] -= 1
            times -= 1
        yield from [found] * times


def _read(at: datetime, text: str) -> Login | None:
    shapes = (shape.match(text) for shape in _SHAPES)
    match = next((found for found in shapes if found), None)
    if match is None or not _is_address(match["ip"]):
        return None
    told = match.groupdict()
    return Login(
        at=at,
        way="SSH",
        accepted=told.get("verb") == "Accepted",
        user=_plain(told["user"]),
        source_ip=told["ip"],
        method=told.get("method") or "",
    )


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _plain(name: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in name)[:_LONGEST]
