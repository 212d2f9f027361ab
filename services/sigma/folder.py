"""The folder of a team's Sigma rules: read when it is first needed, and again whatever has changed in it."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from core.detections import Detection
from core.sigma.rule import OwnRule, RuleBook
from core.sigma.tree import Event
from services.sigma.parsing import Parsed, parse

_log = logging.getLogger(__name__)
_ENDINGS = {".yml", ".yaml"}
_MOST_FILES = 5000
_MOST_BYTES = 512 * 1024
Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the folder holds now: `problems` name each rule that cannot be used, `others` are for other logs.

    `version` is another one whenever a file was read anew.
    """

    rules: tuple[OwnRule, ...]
    problems: tuple[str, ...]
    others: int
    version: int = 0


class RuleFolder:
    """Keeps the rules of a folder at hand. A file is read again when its time or its size has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._read: dict[Path, tuple[Stamp, Parsed]] = {}
        self._standing = Standing((), (), 0)
        self._book = RuleBook(())

    def standing(self) -> Standing:
        """The rules as the folder has them now; nothing is raised."""
        with self._lock:
            self._look()
            return self._standing

    def detections(self, events: Sequence[Event]) -> tuple[Detection, ...]:
        """What the rules find in the events, in their order."""
        with self._lock:
            self._look()
            book = self._book
        return book.detections(events)

    def _look(self) -> None:
        try:
            files = dict(self._files())
        except OSError as error:
            problem = f"The folder {self._folder} cannot be read ({error.strerror})."
            if self._standing.problems != (problem,):
                self._settle(Standing((), (problem,), 0))
            self._read = {}
            return
        known = {path: self._read[path] for path, stamp in files.items() if self._stamp_of(path) == stamp}
        if known.keys() == files.keys() == self._read.keys():
            return
        fresh = {path: (stamp, _parsed(path)) for path, stamp in files.items() if path not in known}
        self._read = known | fresh
        self._settle(self._summed())
        _log.info("own rules: %d in use, %d not usable", len(self._standing.rules), len(self._standing.problems))

    def _stamp_of(self, path: Path) -> Stamp | None:
        return self._read[path][0] if path in self._read else None

    def _files(self) -> Iterator[tuple[Path, Stamp]]:
        if not self._folder.is_dir():
            raise NotADirectoryError(0, "it is no folder")
        found = (path for path in sorted(self._folder.rglob("*")) if path.suffix.lower() in _ENDINGS and path.is_file())
        for _, path in zip(range(_MOST_FILES), found, strict=False):
            told = path.stat()
            yield path, (told.st_mtime_ns, told.st_size)

    def _summed(self) -> Standing:
        rules, problems, others = dict[str, OwnRule](), list[str](), 0
        for path, (_, parsed) in sorted(self._read.items()):
            named = path.relative_to(self._folder)
            problems += [f"{named}: {problem}." for problem in parsed.problems]
            others += parsed.others
            for rule in parsed.rules:
                if rule.name in rules:
                    problems.append(f"{named}: another file has a rule of the same name ({rule.name}).")
                rules.setdefault(rule.name, rule)
        return Standing(tuple(rules.values()), tuple(problems), others)

    def _settle(self, standing: Standing) -> None:
        self._standing = replace(standing, version=self._standing.version + 1)
        self._book = RuleBook(standing.rules)


def _parsed(path: Path) -> Parsed:
    try:
        if path.stat().st_size > _MOST_BYTES:
            return Parsed((), (f"it is larger than {_MOST_BYTES // 1024} KiB",))
        return parse(path.read_text("utf-8"), path.stem)
    except OSError as error:
        return Parsed((), (f"it cannot be read ({error.strerror})",))
    except UnicodeDecodeError:
        return Parsed((), ("it is no text in UTF-8",))
