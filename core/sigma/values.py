"""The values that stand at a dotted path of an event, on every branch of its lists."""

import json
from collections.abc import Mapping, Sequence

_MOST = 1000


def values_at(event: object, path: str) -> list[object]:
    """What stands at the end of `requestParameters.groups.items.id`: several values where a list is on the way.

    A member whose own name has dots, such as a tag's, is found too. Empty where there is no such member; None stands
    for one that is null. At most 1,000.
    """
    return _at([event], path.split("."))[:_MOST]


def texts_of(value: object) -> tuple[str, ...]:
    """A value as texts: JSON's words for true and false, objects whole, also without the escapes of JSON inside JSON.

    Rules are written by people who see the event as text, where a policy stands within a text of the request.
    """
    match value:
        case str():
            return (value,)
        case bool():
            return ("true" if value else "false",)
        case int() | float():
            return (str(value),)
        case None:
            return ()
        case _:
            whole = json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=str)
            return (whole, whole.replace('\\"', '"'))


def every_value(value: object) -> list[object]:
    """Every single value of an event, however deep, at most 1,000: for words that may stand anywhere."""
    found: list[object] = []
    waiting = [value]
    while waiting and len(found) < _MOST:
        each = waiting.pop()
        if isinstance(each, Mapping):
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
        else:
            found.append(each)
    return found


def _at(places: Sequence[object], members: Sequence[str]) -> list[object]:
    if not members:
        return [leaf for place in places for leaf in _leaves(place)]
    found: list[object] = []
    for place in _spread(places):
        for length in range(1, len(members) + 1):
            name = ".".join(members[:length])
            if name in place:
                found += _at([place[name]], members[length:])
                break
    return found


def _spread(places: Sequence[object]) -> list[Mapping[str, object]]:
    """The objects among some places and within their lists."""
    found: list[Mapping[str, object]] = []
    for place in places:
        if isinstance(place, Mapping):
            found.append(place)
        elif isinstance(place, list):
            found += _spread(place)
    return found


def _leaves(place: object) -> list[object]:
    return [leaf for each in place for leaf in _leaves(each)] if isinstance(place, list) else [place]
