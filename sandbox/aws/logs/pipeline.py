"""The part of the query language of Insights that flow records need: filter, stats, sort and limit.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Row = Mapping[str, str]
_EQUAL = re.compile(r'(\w+)\s*(=|!=)\s*(?:"([^"]*)"|(\S+))')
_AMONG = re.compile(r"(\w+)\s+in\s+\[([^\]]*)\]")
_STATS = re.compile(r"(.+?)\s+by\s+(.+)")
_VALUE = re.compile(r"(count|sum)\(\s*(\*|\w+)\s*\)\s+as\s+(\w+)")
_MOST = 10_000


class QueryError(ValueError):
    """The query cannot be read."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Steps, each of which makes other rows of rows."""

    steps: tuple[Callable[[list[Row]], list[Row]], ...]

    def run(self, rows: Iterable[Row]) -> list[Row]:
        """What is left at the end."""
        found = list(rows)
        for step in self.steps:
            found = step(found)
        return found[:_MOST]


def read(text: str) -> Pipeline:
    """A query; raises QueryError."""
    parts = [part.strip() for part in text.split("|")]
    return Pipeline(tuple(_step(part) for part in parts))


def _step(part: str) -> Callable[[list[Row]], list[Row]]:
    command, _, rest = part.partition(" ")
    readers = {"filter": _filter, "stats": _stats, "sort": _sort, "limit": _limit}
    if command not in readers:
        raise QueryError(f"unexpected symbol found {command}")
    return readers[command](rest.strip())


def _filter(text: str) -> Callable[[list[Row]], list[Row]]:
    rules = [_rule(each.strip()) for each in re.split(r"\s+and\s+", text)]
    return lambda rows: [row for row in rows if all(rule(row) for rule in rules)]


def _rule(text: str) -> Callable[[Row], bool]:
    if among := _AMONG.fullmatch(text):
        wanted = {each.strip().strip('"') for each in among[2].split(",")}
        return lambda row: row.get(among[1], "") in wanted
    if equal := _EQUAL.fullmatch(text):
        value = equal[3] if equal[3] is not None else equal[4]
        return lambda row: (row.get(equal[1], "") == value) is (equal[2] == "=")
    raise QueryError(f"unexpected symbol found in {text}")


def _stats(text: str) -> Callable[[list[Row]], list[Row]]:
    parted = _STATS.fullmatch(text)
    values = [_VALUE.fullmatch(each.strip()) for each in parted[1].split(",")] if parted else [None]
    if not parted or None in values:
        raise QueryError(f"unexpected symbol found in {text}")
    names = [each.strip() for each in parted[2].split(",")]
    told = [(each[1], each[2], each[3]) for each in values if each]

    def run(rows: list[Row]) -> list[Row]:
        groups: dict[tuple[str, ...], list[Row]] = {}
        for row in rows:
            groups.setdefault(tuple(row.get(name, "") for name in names), []).append(row)
        return [
            {**dict(zip(names, key, strict=True)), **{to: _value(kind, of, inside) for kind, of, to in told}}
            for key, inside in groups.items()
        ]

    return run


def _value(kind: str, of: str, rows: list[Row]) -> str:
    return str(len(rows)) if kind == "count" else str(sum(int(row.get(of, "0")) for row in rows))


def _sort(text: str) -> Callable[[list[Row]], list[Row]]:
    name, _, order = text.partition(" ")
    if order not in ("", "asc", "desc"):
        raise QueryError(f"unexpected symbol found {order}")

    def rank(row: Row) -> tuple[float, str]:
        value = row.get(name, "")
        return (float(value), "") if value.replace(".", "", 1).isdecimal() else (0.0, value)

    return lambda rows: sorted(rows, key=rank, reverse=order == "desc")


def _limit(text: str) -> Callable[[list[Row]], list[Row]]:
    if not text.isdecimal() or int(text) > _MOST:
        raise QueryError(f"unexpected symbol found {text}")
    return lambda rows: rows[: int(text)]
