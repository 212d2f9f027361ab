"""One refused call as data, and short ways to write the blocks in it."""

from dataclasses import dataclass

from sandbox.slack.shapes import Json

DOCS = "https://docs.slack.dev"
METHODS = f"{DOCS}/reference/methods"


@dataclass(frozen=True)
class Refusal:
    """One call that Slack refuses.

    `says` is a part of what the answer explains, `token` is bot, app, wrong or none, and
    `without` names the scope that the token must lack.
    """

    method: str
    args: Json
    error: str
    document: str
    says: str = ""
    token: str = "bot"
    without: str = ""

    def __str__(self) -> str:
        """The name of the row in a test report."""
        return f"{self.method} {self.error} {self.says}".strip()


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def button(text: str = "Go", **more: object) -> Json:
    """A button."""
    return {"type": "button", "action_id": "go", "text": plain(text), **more}


def option(text: str = "One", value: str = "1", **more: object) -> Json:
    """An option of a menu."""
    return {"text": plain(text), "value": value, **more}


def options(count: int) -> list[Json]:
    """So many different options."""
    return [option(f"{n}", f"{n}") for n in range(count)]


def select(**more: object) -> Json:
    """A menu of one option."""
    return {"type": "static_select", "action_id": "s", **({"options": [option()]} | more)}


def actions(*elements: Json) -> Json:
    """An actions block."""
    return {"type": "actions", "elements": list(elements)}


def section(text: str = "Hi", **more: object) -> Json:
    """A section block."""
    return {"type": "section", "text": mrkdwn(text), **more}


def field_of(element: Json) -> Json:
    """An input block."""
    return {"type": "input", "label": plain("Label"), "element": element}


def table(rows: int, columns: int = 1, text: str = "x") -> Json:
    """A table block."""
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * columns for _ in range(rows)]}


def data_table(*rows: list[Json], **more: object) -> Json:
    """A data_table block."""
    return {"type": "data_table", "caption": "Hosts", "rows": list(rows), **more}


def chart(**more: object) -> Json:
    """A data_visualization block with one line."""
    line = {
        "type": "line",
        "series": [{"name": "cpu", "data": [{"label": "Mon", "value": 1}]}],
        "axis_config": {"categories": ["Mon"]},
    }
    return {"type": "data_visualization", "title": "Load", "chart": line | more}


def modal(**more: object) -> Json:
    """A modal without blocks."""
    return {"type": "modal", "title": plain("Title"), "blocks": []} | more


TEXT_INPUT: Json = {"type": "plain_text_input", "action_id": "text"}
