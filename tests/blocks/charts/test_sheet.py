import struct
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from blocks.charts.sheet import DPI, PAPER, WIDTH_IN, drawn, heading, time_axis, writable
from tests.blocks.answers import HOSTILE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

END = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def plain(figure: "Figure") -> None:
    heading(figure, "web-1: nothing unusual")


def ticks(length: timedelta) -> tuple[list[str], str]:
    seen: list[str] = []
    days = ""

    def paint(figure: "Figure") -> None:
        nonlocal days
        axes = figure.subplots()
        time_axis(axes, END - length, END)
        seen.extend(label.get_text() for label in axes.get_xticklabels())
        days = axes.get_xlabel()

    drawn(paint)
    return seen, days


def test_a_picture_is_1200_wide_and_two_to_one() -> None:
    assert size_of(drawn(plain)) == (WIDTH_IN * DPI, 600)


def test_the_paper_is_opaque() -> None:
    facecolors: list[object] = []
    drawn(lambda figure: facecolors.append(figure.get_facecolor()))
    assert facecolors == [tuple([int(PAPER[i : i + 2], 16) / 255 for i in (1, 3, 5)] + [1])]


def test_the_same_drawing_is_the_same_file() -> None:
    assert drawn(plain) == drawn(plain)
    assert drawn(plain, form="svg") == drawn(plain, form="svg")


def test_an_svg_is_an_element_that_a_page_can_hold() -> None:
    told = drawn(plain, form="svg")
    assert told.startswith(b"<svg")
    assert ET.fromstring(told).tag.endswith("svg")  # noqa: S314  our own drawing


@pytest.mark.parametrize(
    ("length", "named", "days"),
    [
        (timedelta(minutes=15), ["01:55", "02:00", "02:05", "02:10"], "20 Nov 2026, UTC"),
        (timedelta(hours=24), ["06:00", "12:00", "18:00", "20 Nov"], "19 Nov 2026 to 20 Nov 2026, UTC"),
        (timedelta(days=7), ["15 Nov", "17 Nov", "19 Nov"], "13 Nov 2026 to 20 Nov 2026, UTC"),
    ],
)
def test_few_round_moments_are_named_and_the_zone_is_said(length: timedelta, named: list[str], days: str) -> None:
    assert ticks(length) == (named, days)


@pytest.mark.parametrize("days", [1, 3, 5, 14, 28, 63, 400])
def test_no_axis_is_crowded(days: int) -> None:
    assert 2 <= len(ticks(timedelta(days=days))[0]) <= 6


@pytest.mark.parametrize("text", [*HOSTILE, "$x^{2}$ \\frac", "文字化け"])
def test_any_text_is_drawn_without_a_warning(text: str) -> None:
    assert drawn(lambda figure: heading(figure, text))


def test_what_the_font_lacks_is_a_question_mark() -> None:
    assert writable("web-1\n👩 ä") == "web-1 ? ä"


def test_many_threads_draw_one_after_the_other() -> None:
    with ThreadPoolExecutor(8) as pool:
        pictures = set(pool.map(lambda _: drawn(plain), range(16)))
    assert len(pictures) == 1
