"""The key metrics of an alert as one picture: each before and after its change, with the moment of the alarm."""

from datetime import datetime, timedelta
from math import nan
from typing import TYPE_CHECKING

from blocks.charts.sheet import ALARM, CHANGE, HEIGHT_IN, LINE, TYPE_PT, Form, drawn, heading, time_axis, writable
from blocks.text import shorten, utc
from core.answers.explain import Explanation, KeyMetric
from core.attachment import Attachment
from core.metrics.units import said

if TYPE_CHECKING:
    # As in `sheet`: only an answer with a picture needs it.
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST, _FEWEST = 3, 3
_PANEL_IN = 1.75
_LABEL = 45
_UNITS = {"Percent": "%", "Seconds": "s", "Milliseconds": "ms", "Bytes": "B"}


def cause_charts(found: Explanation) -> tuple[Attachment, ...]:
    """One picture for the thread, and none where nothing was measured."""
    panels = pictured(found)
    if not panels:
        return ()
    name = f"cause-{found.incident_id or 'alert'}.png"
    title, words = finding(found), in_words(found)
    return (Attachment(name=name, title=title, media_type="image/png", content=cause_picture(found), alt_text=words),)


def cause_picture(found: Explanation, form: Form = "png") -> bytes:
    """The picture alone; there must be something to draw."""
    panels = pictured(found)
    height_in = HEIGHT_IN if len(panels) == 1 else 1.4 + _PANEL_IN * len(panels)
    start = min(each.start for each in panels)
    end = max(each.start + timedelta(seconds=each.period_s * len(each.values)) for each in panels)

    def paint(figure: "Figure") -> None:
        heading(figure, finding(found))
        several = list(figure.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0])
        for axes, each in zip(several, panels, strict=True):
            _panel(axes, each, found.alert.at)
        time_axis(several[-1], start, end)

    return drawn(paint, height_in=height_in, form=form)


def pictured(found: Explanation) -> tuple[KeyMetric, ...]:
    """The metrics that are drawn: those that changed first, at most three, none with hardly a value."""
    drawable = [each for each in found.metrics if sum(value is not None for value in each.values) >= _FEWEST]
    return tuple(sorted(drawable, key=lambda each: each.changed_at is None)[:_MOST])


def finding(found: Explanation) -> str:
    """What the picture shows, as its title: `CPU of web-1 20 % to 93 % at 02:10 UTC`."""
    first = pictured(found)[0]
    unit = _UNITS.get(first.unit, "")
    if first.changed_at is None or first.before is None or first.now is None:
        return f"{first.label} did not change suddenly"
    when = f"{'before ' if first.ramp else ''}{first.changed_at:%H:%M} UTC"
    return f"{first.label}: {said(first.before, unit)} to {said(first.now, unit)}, since {when}"


def in_words(found: Explanation) -> str:
    """The picture for whoever cannot see it."""
    lines = [finding(found)]
    for each in pictured(found)[1:]:
        known = [value for value in each.values if value is not None]
        unit = _UNITS.get(each.unit, "")
        lines.append(f"{each.label} between {said(min(known), unit)} and {said(max(known), unit)}")
    alarm = f"The alarm came at {utc(found.alert.at)}" if found.alert.at else ""
    return ". ".join(line for line in (*lines, alarm) if line) + "."


def _panel(axes: "Axes", each: KeyMetric, alarmed_at: datetime | None) -> None:
    first = each.start.timestamp()
    times = [first + each.period_s * place for place in range(len(each.values))]
    axes.plot(times, [nan if value is None else value for value in each.values], color=LINE, linewidth=2)
    if each.changed_at:
        axes.axvline(each.changed_at.timestamp(), color=CHANGE, linestyle="--", linewidth=1.5)
    if alarmed_at:
        axes.axvline(alarmed_at.timestamp(), color=ALARM, linewidth=1.5)
    unit = _UNITS.get(each.unit, "")
    label = shorten(writable(each.label), _LABEL)
    axes.set_title(f"{label}{f' ({unit})' if unit else ''}", loc="left", fontsize=TYPE_PT)
    axes.margins(y=0.15)
    if all(value is None or value >= 0 for value in each.values):
        axes.set_ylim(bottom=0)
