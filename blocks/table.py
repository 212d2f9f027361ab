"""A list in columns, the same for the terminal, a file or a table block."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` have one text per column; `empty` is said instead of a table without rows, `notes` always, after it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "Nothing."
    notes: tuple[str, ...] = ()
