"""Files as every door hands them on."""

import logging
from dataclasses import replace
from typing import Any

import pytest

from bot.attachments import drawn, drawn_safely, safe_name
from commands.health import get_health
from commands.spec import Command
from core.attachment import Attachment
from tests.commands.caller import context_of, small_account

TOKEN = "xoxb-1234567890-1234567890-abcdefghijklmnopqrstuvwx"
REPORT = Attachment(
    name="a b/../c.csv", title=TOKEN, media_type="text/csv", content=f"x,{TOKEN}\n\xff".encode("latin-1")
)
CHART = Attachment(name="cpu.png", title="CPU", media_type="image/png", content=TOKEN.encode(), alt_text=TOKEN)
HEALTH = context_of(small_account()).health()


def drawing(*files: Attachment) -> Command[..., Any]:
    return replace(get_health, files=lambda _: files)


def test_secrets_do_not_leave_in_texts_and_pictures_stay_as_they_are() -> None:
    report, chart = drawn(drawing(REPORT, CHART), HEALTH)
    assert TOKEN not in report.title + chart.alt_text
    assert TOKEN.encode() not in report.content
    assert report.content.endswith(b"\n\xff")
    assert chart.content == CHART.content


def test_an_operation_without_files_has_none() -> None:
    assert drawn(get_health, HEALTH) == ()


def test_what_breaks_in_drawing_is_logged_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: object) -> tuple[Attachment, ...]:
        raise ZeroDivisionError("why")

    with caplog.at_level(logging.ERROR):
        assert drawn_safely(replace(get_health, files=broken), HEALTH) is None
    assert "why" in caplog.text


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("cpu.png", "cpu.png"),
        ("../../etc/passwd", "etc-passwd"),
        (".bashrc", "bashrc"),
        ("a\x00b\n.csv", "a-b-.csv"),
        ("🔥", "file"),
        ("", "file"),
        ("x" * 300 + ".html", "x" * 95 + ".html"),
    ],
)
def test_a_name_is_safe_in_any_folder(given: str, safe: str) -> None:
    assert safe_name(given) == safe
