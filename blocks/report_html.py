"""The report as one HTML file that needs nothing else: no network, no fonts, readable without its script, printable."""

import hashlib
from base64 import b64encode
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from blocks.report_charts import severity_stack, share_bar, trend_line
from blocks.text import number, one_line, plural, shorten, utc
from core.answers.report import ReportBody
from core.report.rows import ALIKE
from core.report.words import day, percent

if TYPE_CHECKING:
    from jinja2 import Template

_FOLDER = Path(__file__).parent / "report_page"
_NAME = 80


def report_html(body: ReportBody) -> bytes:
    """The page of a report; every value in it is escaped, and nothing but its own style and script may run."""
    return _template().render(body=body).encode("utf-8", errors="replace")


@cache
def _template() -> "Template":
    # Jinja takes 60 ms to import, which no other answer needs.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415
    from markupsafe import Markup  # noqa: PLC0415

    def words(value: object) -> object:
        """Strangers' texts lose the characters that would show them otherwise than they are; our own markup stays."""
        return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=words,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = ((_FOLDER / name).read_text("utf-8") for name in ("page.css", "page.js"))
    environment.globals |= {
        "style": Markup(style),  # noqa: S704  our own files
        "script": Markup(script),  # noqa: S704  our own files
        "policy": _policy(style, script),
        "share_bar": share_bar,
        "severity_stack": severity_stack,
        "trend_line": trend_line,
        "plural": plural,
        "alike": ALIKE,
    }
    environment.filters |= {
        "day": _day,
        "utc": utc,
        "percent": percent,
        "thousands": number,
        "name": lambda text: shorten(one_line(text), _NAME),
    }
    return environment.get_template("page.html.j2")


def _policy(style: str, script: str) -> str:
    """Only this very style and script: https://www.w3.org/TR/CSP3/#grammardef-hash-source."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _day(when: date | datetime | None) -> str:
    return day(when) if when else ""
