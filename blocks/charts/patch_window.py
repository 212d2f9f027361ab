"""The week of one machine as a map of its hours, with the recommended windows marked."""

from collections.abc import Mapping
from math import nan
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from blocks.charts.sheet import ALARM, FAINT, INK, TYPE_PT, Form, drawn, heading, writable
from core.answers.patch_window import PatchWindow
from core.attachment import Attachment

if TYPE_CHECKING:
    # As in `sheet`: only an answer with a picture needs it.
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SHADES = "Blues"  # from light to dark, told apart by brightness alone
_DARK = 0.85  # of the shades: type on them stays readable
_HEIGHT_IN = 5.2
_DAY_H, _LABEL_H = 24.0, 2.0
Span = tuple[int, float, float]  # day from Monday, first and last hour


def windows_charts(answer: PatchWindow) -> tuple[Attachment, ...]:
    """One picture for the thread, and none where no hour of the week is known."""
    if not answer.load_analysis.enough:
        return ()
    return (
        Attachment(
            name=f"patch-window-{answer.instance.instance_id}.png",
            title=finding(answer),
            media_type="image/png",
            content=windows_picture(answer),
            alt_text=in_words(answer),
        ),
    )


def windows_picture(answer: PatchWindow, form: Form = "png") -> bytes:
    """The picture alone; some hour must be known."""

    def paint(figure: "Figure") -> None:
        heading(figure, finding(answer))
        axes = figure.subplots()
        _map(figure, axes, answer)
        for span, numbers in marked(answer).items():
            _mark(axes, span, numbers)

    return drawn(paint, height_in=_HEIGHT_IN, form=form)


def finding(answer: PatchWindow) -> str:
    """What the picture is about, as its title."""
    if not answer.recommended_windows:
        return f"{answer.instance.label}: no window can be recommended"
    best = answer.recommended_windows[0]
    when = best.local.partition(" (")[0]
    return f"{answer.instance.label}: quiet {when} ({best.expected_load_pct:.0f} %)"


def in_words(answer: PatchWindow) -> str:
    """What the picture shows, for those who do not see it."""
    analysis = answer.load_analysis
    words = [f"{finding(answer)}. A map of the hours of the week in {analysis.zone} by expected load"]
    if analysis.quietest and analysis.busiest:
        words.append(f"quietest {analysis.quietest.hour} at {analysis.quietest.load_pct:.0f} %")
        words.append(f"busiest {analysis.busiest.hour} at {analysis.busiest.load_pct:.0f} %")
    marked_words = "; ".join(each.local for each in answer.recommended_windows)
    return f"{', '.join(words)}." + (f" Marked: {marked_words}." if marked_words else "")


def marked(answer: PatchWindow) -> Mapping[Span, list[int]]:
    """Where the windows lie in the week, a day's part each, with their numbers; those a week apart share a place."""
    zone = ZoneInfo(answer.load_analysis.zone)
    places: dict[Span, list[int]] = {}
    for number, window in enumerate(answer.recommended_windows, start=1):
        start = window.start.astimezone(zone)
        first = start.hour + start.minute / 60
        last = first + (window.end - window.start).total_seconds() / 3600
        places.setdefault((start.weekday(), first, min(last, _DAY_H)), []).append(number)
        if last > _DAY_H:  # the rest lies on the next day
            places.setdefault(((start.weekday() + 1) % 7, 0.0, last - _DAY_H), []).append(number)
    return places


def _map(figure: "Figure", axes: "Axes", answer: PatchWindow) -> None:
    from matplotlib import colormaps  # noqa: PLC0415  as in `sheet`

    week = [[nan if hour is None else hour for hour in day] for day in answer.load_analysis.week_pct]
    top = max((hour for day in answer.load_analysis.week_pct for hour in day if hour is not None), default=1.0)
    axes.set_facecolor(FAINT)  # hours that are not known
    shades = axes.imshow(
        week, cmap=colormaps[_SHADES], vmin=0, vmax=max(top, 100.0) / _DARK, aspect="auto", extent=(0, 24, 7, 0)
    )
    axes.set_yticks([day + 0.5 for day in range(7)], _DAYS)
    axes.set_xticks(range(0, 25, 6), [f"{hour:02}:00" for hour in range(0, 25, 6)])
    axes.set_xticks(range(25), minor=True)
    axes.tick_params(length=0, which="both")
    axes.grid(visible=True, which="minor", color="white", linewidth=1)
    axes.set_xlabel(writable(f"hour of the day in {answer.load_analysis.zone}"), loc="left")
    for side in axes.spines.values():
        side.set_visible(False)
    bar = figure.colorbar(shades, ax=axes, shrink=0.9, pad=0.02, aspect=22)
    bar.set_ticks([0, 25, 50, 75, 100])
    bar.set_label("% of its usual peak", fontsize=TYPE_PT - 2)
    bar.outline.set_visible(False)


def _mark(axes: "Axes", span: Span, numbers: list[int]) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415  as in `sheet`

    day, first, last = span
    axes.add_patch(
        Rectangle((first, day), last - first, 1, fill=False, edgecolor=ALARM, linewidth=4, clip_on=False, zorder=5)
    )
    right = last + 0.25 if last <= _DAY_H - _LABEL_H else first - 0.25  # beside it, and within the map
    axes.text(
        right,
        day + 0.5,
        ", ".join(map(str, numbers)),
        color=INK,
        fontsize=TYPE_PT,
        fontweight="bold",
        va="center",
        ha="left" if right > first else "right",
        zorder=6,
        bbox={"facecolor": "white", "edgecolor": ALARM, "pad": 2.5, "linewidth": 1.5},
    )
