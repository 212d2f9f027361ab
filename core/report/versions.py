"""The versions that an upgrade leads to: the newest fixed one for each system, as each has its own numbering."""

import re
from collections.abc import Iterable

from core.risk import version_key

# el9, amzn2023, ubuntu, deb12: what distributions write into the versions of their own builds.
_SYSTEM = re.compile(r"(?:\.|\+|\d)(el\d+|amzn\d+|ubuntu|deb\d+|fc\d+|cm\d+)")
_MOST = 80


def targets(fixed_in: Iterable[str]) -> tuple[str, ...]:
    """The newest fixed version of each system, in order of the text; unknown ones are left out."""
    newest: dict[str, str] = {}
    for version in set(fixed_in) - {""}:
        found = _SYSTEM.search(version)
        system = found[1] if found else ""
        newest[system] = max(newest.get(system, version), version, key=lambda each: (version_key(each), each))
    return tuple(sorted(newest.values()))


def brief(word: str) -> str:
    """A name or version as it stands in a sentence: the longest real ones are shorter than what is cut."""
    return word if len(word) <= _MOST else f"{word[: _MOST - 1]}\N{HORIZONTAL ELLIPSIS}"


def to_versions(versions: tuple[str, ...]) -> str:
    """` to 3.0.7-27.el9`, ` to A or B (by system)`, or ` to the fixed version` where none or too many are told."""
    match versions:
        case ():
            return " to the fixed version"
        case (only,):
            return f" to {brief(only)}"
        case (one, other):
            return f" to {brief(one)} or {brief(other)} (by system)"
        case _:
            return f" to the fixed version of each system ({len(versions)} of them)"
