"""Reads values out of a CloudTrail event, whatever the type of what stands there."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

_LONGEST = 120
_MOST_NODES = 5_000
_ACCOUNT_PART = 4


def text(value: object) -> str:
    """A text as it is; a number as its digits; empty for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 64 else ""


def shown(value: object) -> str:
    """A text for people: one line, printable, cut short."""
    words = " ".join("".join(each if each.isprintable() else " " for each in text(value)[: 4 * _LONGEST]).split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def member(value: object, *path: str) -> object:
    """What stands at the end of a path; services disagree about the case of a first letter, so either is taken."""
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value[name] if name in value else value.get(name[:1].swapcase() + name[1:])
    return value


def pairs(value: object) -> Iterator[tuple[str, object]]:
    """Every member of an object at any depth with its name; stops after some thousand, without recursion."""
    waiting: list[object] = [value]
    left = _MOST_NODES
    while waiting and left > 0:
        here = waiting.pop()
        if isinstance(here, Mapping):
            for name, inner in here.items():
                left -= 1
                yield str(name), inner
                if isinstance(inner, Mapping | list):
                    waiting.append(inner)
        elif isinstance(here, list):
            left -= len(here)
            waiting.extend(each for each in reversed(here) if isinstance(each, Mapping | list))


def found(value: object, *names: str) -> list[object]:
    """What stands under any of these names (in lower case) at any depth."""
    return [inner for name, inner in pairs(value) if name.lower() in names]


def texts(value: object) -> list[str]:
    """A text, or the texts of a list; also of EC2's lists, which are wrapped in `items`."""
    inner = value.get("items", ()) if isinstance(value, Mapping) else value
    if isinstance(inner, list):
        return [text(each) for each in inner if text(each)]
    return [text(inner)] if text(inner) else []


def rows(value: object) -> list[Mapping[str, object]]:
    """The objects of a list, also of one wrapped in `items`."""
    inner = value.get("items") if isinstance(value, Mapping) else value
    return [each for each in inner if isinstance(each, Mapping)] if isinstance(inner, list) else []


def account_of(value: str) -> str:
    """The account in an ARN (arn:partition:service:region:account:...), or an account id itself; else empty."""
    parts = value.split(":")
    account = parts[4] if len(parts) > _ACCOUNT_PART else value
    return account if account.isdigit() else ""


def is_false(value: object) -> bool:
    """Whether a switch is off: false, "false", or an object whose `value` is."""
    inner = member(value, "value") if isinstance(value, Mapping) else value
    return inner is False or text(inner).lower() in {"false", "disabled", "off", "suspended"}


def is_true(value: object) -> bool:
    """Whether a switch is on; false for anything unclear."""
    inner = member(value, "value") if isinstance(value, Mapping) else value
    return inner is True or text(inner).lower() in {"true", "enabled", "on"}


def moment(value: object) -> datetime | None:
    """A time in UTC; None where there is none that can be read."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
        if not isinstance(at, datetime):
            return None
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
