"""Takes a configuration back to before a difference that AWS Config tells."""

from collections.abc import Iterator, Mapping
from copy import deepcopy

from core.detections.reading import shown, text
from core.request_shapes import member, members
from core.security_groups.rules import rules_of
from core.security_groups.words import listed, opening

_MOST = 3
_DEEPEST = 8


def earlier(now: Mapping[str, object], difference: object) -> Mapping[str, object] | None:
    """The configuration before; None where no difference tells it, or where there was none before.

    Changed properties are paths such as `Configuration.IpPermissions.0`; the number says where an entry of a list
    stood in one of the two, so that entries are found by what they are.
    """
    changed = member(difference, "changedproperties")
    if not isinstance(changed, Mapping) or text(member(difference, "changetype")) == "CREATE":
        return None
    then = deepcopy(dict(now))
    for path, change in changed.items():
        _undo(then, str(path).split("."), change)
    return then


def between(then: object, now: object) -> Mapping[str, object]:
    """The difference of two configurations in the form in which Config tells one; lists are compared as sets."""
    return {"changedProperties": {".".join(path): change for path, change in _unlike((), then, now, 0)}}


def _unlike(path: tuple[str, ...], then: object, now: object, depth: int) -> Iterator[tuple[tuple[str, ...], object]]:
    if then == now:
        return
    if isinstance(then, Mapping) and isinstance(now, Mapping) and depth < _DEEPEST:
        for name in dict.fromkeys((*then, *now)):
            yield from _unlike((*path, str(name)), then.get(name), now.get(name), depth + 1)
    elif isinstance(then, list) and isinstance(now, list):
        gone = [each for each in then if each not in now]
        come = [each for each in now if each not in then]
        if gone or come:
            yield path, {"previousValue": gone or None, "updatedValue": come or None}
    else:
        yield path, {"previousValue": then, "updatedValue": now}


def touched(difference: object) -> tuple[str, str]:
    """The changed properties in words: how they were, how they are; both empty where nothing is told."""
    changed = [(str(path), change) for path, change in _changes(difference)][:_MOST]
    was = [f"{_leaf(path)}: {_value(member(change, 'previousvalue'))}" for path, change in changed]
    now = [f"{_leaf(path)}: {_value(member(change, 'updatedvalue'))}" for path, change in changed]
    return ", ".join(was), ", ".join(now)


def _changes(difference: object) -> Iterator[tuple[object, object]]:
    changed = member(difference, "changedproperties")
    yield from changed.items() if isinstance(changed, Mapping) else ()


def _undo(root: object, path: list[str], change: object) -> None:
    """Puts the earlier value back; a path that leads nowhere is left."""
    was, now = member(change, "previousvalue"), member(change, "updatedvalue")
    holder, last = root, path[-1]
    for name in path[:-1]:
        holder = _child(holder, name)
    if isinstance(holder, list):
        _replace(holder, now, was)
    elif isinstance(holder, dict):
        _put(holder, last, was)
    elif last.isdigit() and was is not None and len(path) > 1:
        _missing(root, path[:-1], was)


def _child(holder: object, name: str) -> object:
    if isinstance(holder, list):
        return holder[int(name)] if name.isdigit() and len(name) < len("100000") and int(name) < len(holder) else None
    return members(holder).get(name.lower().replace("_", ""))


def _replace(entries: list[object], now: object, was: object) -> None:
    if now in entries:
        entries.remove(now)
    if was is not None:
        entries.append(was)


def _put(holder: dict[str, object], name: str, was: object) -> None:
    key = next((each for each in holder if each.lower() == name.lower()), name)
    current = holder.get(key)
    if isinstance(current, list) and not isinstance(was, list):
        return
    if was is None:
        holder.pop(key, None)
    else:
        holder[key] = was


def _missing(root: object, path: list[str], was: object) -> None:
    """A list that is gone now had this entry."""
    holder = root
    for name in path[:-1]:
        holder = _child(holder, name)
    if isinstance(holder, dict):
        entries = holder.setdefault(path[-1], [])
        if isinstance(entries, list):
            entries.append(was)


def _leaf(path: str) -> str:
    parts = [part for part in path.split(".") if not part.isdigit()]
    return shown(parts[-1]) if parts else "value"


def _value(value: object) -> str:
    if value is None:
        return "none"
    rules = list(rules_of(value))
    if rules:
        return listed(opening(rule, ()) for rule in rules)
    return shown(text(value)) or shown(str(value)) or "empty"
