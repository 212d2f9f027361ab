"""Who came in to an instance, for the cards about its events."""

from collections.abc import Iterator

from blocks.card import Block
from blocks.elements import section
from blocks.text import date, inert, number, plural, utc
from core.logins import FailedLogins, Login
from core.security.came_in import CameIn

_LOGINS_SHOWN = 4
_ADDRESSES_SHOWN = 3
_NAMES = 3


def came_in_blocks(came_in: CameIn | None) -> list[Block]:
    """Logins, attempts in vain and connections that were turned away; nothing where there were none."""
    if came_in is None or came_in.nobody:
        return []
    lines = [f"• {date(each.at)} {inert(_login(each), 200)}" for each in came_in.logins[:_LOGINS_SHOWN]]
    more = len(came_in.logins) - _LOGINS_SHOWN
    lines += [f"and {plural(more, 'more login')}"] if more > 0 else []
    lines += [f"• {inert(each, 200)}" for each in _in_vain(came_in)]
    return [section("\n".join(["*Who came in*", *lines]))]


def came_in_notes(came_in: CameIn | None) -> tuple[str, ...]:
    """The same for a terminal, all of it."""
    if came_in is None:
        return ()
    return (*(f"{utc(each.at)} {_login(each)}" for each in came_in.logins), *_in_vain(came_in))


def _login(each: Login) -> str:
    who = each.who.removeprefix("assumed-role/") or each.user or "unknown"
    as_user = f" as {each.user}" if each.user and each.user != who else ""
    where = f" from {each.source_ip}" if each.source_ip else ""
    did = "came in by" if each.accepted else "was refused by"
    return f"{who}{as_user} {did} {each.way}{where}"


def _in_vain(came_in: CameIn) -> Iterator[str]:
    for each in came_in.failed[:_ADDRESSES_SHOWN]:
        yield f"{plural(each.attempts, 'attempt')} over SSH in vain from {each.source_ip}, as {_names(each)}"
    more = len(came_in.failed) - _ADDRESSES_SHOWN
    if more > 0:
        yield f"attempts over SSH in vain from {plural(more, 'more address', 'more addresses')}"
    for reject in came_in.rejects[:_ADDRESSES_SHOWN]:
        yield f"{reject.source_ip} was turned away at port {reject.port} ({number(reject.flows)} flows)"
    more = len(came_in.rejects) - _ADDRESSES_SHOWN
    if more > 0:
        yield f"{number(more)} more addresses and ports that the network turned away"


def _names(each: FailedLogins) -> str:
    more = len(each.users) - _NAMES
    return ", ".join(each.users[:_NAMES]) + (f" and {more} more" if more > 0 else "")
