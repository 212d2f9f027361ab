"""The generated parts of the documents: tables made from the code, between marks in the text, and the manifest.

`python -m bot.docs` writes them; a test compares them, so that no document can fall behind.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from bot.manifest import manifest_yaml
from bot.settings import Settings
from commands.spec import Command, every_command
from core import errors
from core.actor import Door

_MARK = "<!-- generated: {name} -->\n{body}\n<!-- end -->"


def commands_table() -> str:
    """Every operation at each of its doors."""
    rows = (
        (_code(each.row.slash), f"`sre-agent {each.row.cli}`", f"`{each.name}`", each.row.summary)
        for each in every_command()
    )
    return _table(("Slack", "Command line", "MCP tool", "What it does"), rows)


def examples_table() -> str:
    """One call that works for every operation at each door."""
    doors = (Door.SLACK, Door.CLI, Door.MCP)
    return _table(
        ("Slack", "Command line", "MCP"),
        (tuple(_code(_example(each, door)) for door in doors) for each in every_command()),
    )


def _example(each: Command[..., Any], door: Door) -> str:
    return "" if door is Door.SLACK and not each.row.slash else each.example(door)


def _code(words: str) -> str:
    return f"`{words}`" if words else ""


def settings_table() -> str:
    """Every setting with its default."""
    rows = (
        (f"`{name.upper()}`", f"`{shown}`" if (shown := _default(name, field)) else "", field.description or "")
        for name, field in Settings.model_fields.items()
    )
    return _table(("Setting", "Default", "What it is"), rows)


def errors_table() -> str:
    """Every error of ours."""
    found = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)]
    return _table(("Error", "Means"), ((f"`{each.__name__}`", (each.__doc__ or "").splitlines()[0]) for each in found))


# Made when the process starts, from the home of whoever runs it.
_FOLDERS = {"sre_data_dir": "~/.local/state/sre-agent", "sre_audit_dir": "~/.config/sre-agent"}

TABLES: Mapping[Path, Mapping[str, Callable[[], str]]] = {
    Path("README.md"): {"commands": commands_table, "settings": settings_table},
    Path("docs/architecture.md"): {"errors": errors_table},
    Path("docs/how-to.md"): {"examples": examples_table},
}


def documents(root: Path) -> dict[Path, str]:
    """What each document should say, by its path below the root.

    Raises:
        ValueError: a document lacks the marks of one of its tables.
    """
    made = {path: _filled((root / path).read_text("utf-8"), tables) for path, tables in TABLES.items()}
    return made | {Path("manifest.yaml"): manifest_yaml()}


def _filled(text: str, tables: Mapping[str, Callable[[], str]]) -> str:
    for name, table in tables.items():
        pattern = re.escape(f"<!-- generated: {name} -->") + ".*?" + re.escape("<!-- end -->")
        place = re.search(pattern, text, flags=re.DOTALL)
        if place is None:
            raise ValueError(f"the marks of the table {name!r} are missing")
        text = text[: place.start()] + _MARK.format(name=name, body=table()) + text[place.end() :]
    return text


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _default(name: str, field: FieldInfo) -> str:
    if field.default_factory is not None:
        return _FOLDERS.get(name, "")
    if field.default is PydanticUndefined or field.default is None or isinstance(field.default, SecretStr):
        return ""
    return str(field.default)


def main() -> None:
    """Write every document again."""
    root = Path(__file__).parent.parent
    for path, text in documents(root).items():
        (root / path).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
