"""The specialists: those that come with the assistant, and a team's own from a folder of TOML files."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from core.alerts.alert import Alert
from core.causes.specialist import Specialist, read_specialist
from core.errors import BadRequest

_PACKAGE = "workflows.explaining.specialists"
COMMON = "common"
# Whoever is asked when nobody knows better.
FALLBACK = "application"
_LONGEST = 8_000


@dataclass(frozen=True, slots=True)
class Shelf:
    """All specialists by name, a team's own first; `problems` is one sentence per file that could not be used."""

    specialists: tuple[Specialist, ...]
    own: tuple[str, ...]
    problems: tuple[str, ...]

    def asked_for(self, alert: Alert, routed: str) -> tuple[Specialist, ...]:
        """All of them, the one who is asked first: a team's own that matches, else the one routed to.

        What the first builds upon comes next, so that its causes count as asked too.
        """
        words = " ".join((alert.title, alert.message, alert.service, alert.resource, *alert.labels.values()))[:_LONGEST]
        matching = (each for each in self.specialists if each.name in self.own and _matches(each, words))
        first = next(matching, None) or self._named(routed) or self._named(FALLBACK) or self.specialists[0]
        return (first, *(each for each in self.specialists if each.name != first.name))

    def collectors(self, first: Specialist) -> tuple[str, ...]:
        """What the first one gathers, with what its bases do."""
        names: list[str] = []
        each: Specialist | None = first
        seen: set[str] = set()
        while each and each.name not in seen:
            seen.add(each.name)
            names += each.collectors
            each = self._named(each.base)
        return tuple(dict.fromkeys(names))

    def _named(self, name: str) -> Specialist | None:
        return next((each for each in self.specialists if each.name == name), None)


def shelf(folder: Path | None = None, collectors: Iterable[str] = ()) -> Shelf:
    """Read the packaged specialists and those of the folder; bad files are left out and told.

    `collectors` are the names that exist; without any, names are not checked.
    """
    packaged = [
        read_specialist(each.read_text(encoding="utf-8"), each.name)
        for each in sorted(files(_PACKAGE).iterdir(), key=lambda one: one.name)
        if each.name.endswith(".toml")
    ]
    own, problems = _own(folder, {each.name for each in packaged}, frozenset(collectors)) if folder else ([], [])
    return Shelf((*own, *packaged), tuple(each.name for each in own), tuple(problems))


def _own(folder: Path, taken: set[str], collectors: frozenset[str]) -> tuple[list[Specialist], list[str]]:
    if not folder.is_dir():
        return [], [f"The folder of specialists {folder} does not exist."]
    found: list[Specialist] = []
    problems = []
    for path in sorted(folder.glob("*.toml")):
        try:
            read = read_specialist(path.read_text(encoding="utf-8"), path.name)
            _check(read, path.name, taken | {each.name for each in found}, taken, collectors)
            found.append(read)
        except BadRequest as error:
            problems.append(error.sentence)
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"The specialist file {path.name} cannot be read: {error}.")
    return found, problems


def _check(read: Specialist, file: str, names: set[str], bases: set[str], collectors: frozenset[str]) -> None:
    if read.name in names:
        raise BadRequest(f"The specialist file {file} calls itself {read.name}, and so does another one.")
    if read.base and read.base not in bases:
        raise BadRequest(f"The specialist file {file} builds upon {read.base}, which does not exist.")
    if not read.match:
        raise BadRequest(f"The specialist file {file} has no `match`, so no alert would ever go to it.")
    unknown = [name for name in read.collectors if collectors and name not in collectors]
    if unknown:
        raise BadRequest(f"The specialist file {file} asks for the collector {unknown[0]}, which does not exist.")


def _matches(specialist: Specialist, words: str) -> bool:
    return any(re.search(pattern, words, re.IGNORECASE) for pattern in specialist.match)
