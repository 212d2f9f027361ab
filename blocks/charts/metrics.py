"""Metrics as pictures: small multiples of the few that matter, each with what was usual and what was not."""

from collections.abc import Sequence
from datetime import datetime
from math import nan
from typing import TYPE_CHECKING

from blocks.charts.sheet import ALARM, BAND, CHANGE, HEIGHT_IN, LINE, TYPE_PT, Form, drawn, heading, time_axis, writable
from blocks.text import shorten
from core.answers.metrics import Measured, MetricAnomaly, Metrics
from core.attachment import Attachment
from core.changes import Change
from core.metrics.causes import telling, weight, word_of
from core.metrics.ranking import metrics_worst_first, notable, standing_out
from core.metrics.summary import finding
from core.metrics.units import said

if TYPE_CHECKING:
    # As in `sheet`: only an answer with a picture needs it.
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_CALM, _MOST = 3, 5
_PANEL_IN = 1.75
_ROOM = 1.12
_LABEL = 45  # as much as fits beside its value
_APART = 0.14  # of the width: closer together, words would lie on each other


def metrics_charts(answer: Metrics) -> tuple[Attachment, ...]:
    """One picture for the thread, and none where nothing was measured."""
    if not pictured(answer):
        return ()
    return (
        Attachment(
            name=f"metrics-{answer.instance.instance_id}.png",
            title=finding(answer),
            media_type="image/png",
            content=metrics_picture(answer),
            alt_text=in_words(answer),
        ),
    )


def metrics_picture(answer: Metrics, form: Form = "png") -> bytes:
    """The picture alone; there must be something to draw."""
    panels = pictured(answer)
    news = standing_out(answer.anomalies, answer.trends, answer.end)
    height_in = HEIGHT_IN if len(panels) == 1 else 1.4 + _PANEL_IN * len(panels)

    def paint(figure: "Figure") -> None:
        heading(figure, finding(answer))
        several = list(figure.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0])
        for axes, measured in zip(several, panels, strict=True):
            _panel(axes, measured, [each for each in news if each.label == measured.label])
        _changes(several, answer)
        time_axis(several[-1], answer.start, answer.end)
        _legend(figure, several[0])

    return drawn(paint, height_in=height_in, form=form)


def pictured(answer: Metrics) -> list[Measured]:
    """The metrics in the picture: those that stand out, at most five, and never less than the first three."""
    there = [each for each in metrics_worst_first(answer) if each.now is not None]
    unusual = {each.label for each in standing_out(answer.anomalies, answer.trends, answer.end)}
    unusual |= {each.label for each in answer.trends if notable(each, answer.end)}
    count = sum(each.label in unusual for each in there)
    return there[: min(_MOST, max(_CALM, count))]


def in_words(answer: Metrics) -> str:
    """What the picture shows, for those who do not see it."""
    panels = ". ".join(_panel_words(each) for each in pictured(answer))
    return f"{finding(answer)}. Charts over {answer.time_range}: {panels}."


def _panel_words(each: Measured) -> str:
    span = f"{said(each.minimum, '')} to {said(each.maximum, each.unit)}"
    usual = f", usual {said(each.usual, each.unit)}" if each.usual is not None else ""
    return f"{each.label} from {span}, now {said(each.now, each.unit)}{usual}"


def _panel(axes: "Axes", measured: Measured, anomalies: Sequence[MetricAnomaly]) -> None:
    times, values = measured.times, measured.values
    band = measured.band
    axes.fill_between(times, _nans(band.lower), _nans(band.upper), color=BAND, alpha=0.6, linewidth=0, label="usual")
    axes.plot(times, _nans(values), color=LINE, linewidth=2.2, label="measured")
    alone = [place for place in range(len(values)) if values[place] is not None and _alone(values, place)]
    axes.plot([times[place] for place in alone], [values[place] or 0.0 for place in alone], ".", color=LINE)
    for place, each in enumerate(anomalies):
        shade = axes.axvspan(each.start.timestamp(), each.end.timestamp(), color=ALARM, alpha=0.22, linewidth=0)
        shade.set_label("" if place else "unusual")
        begins = max(each.start, measured.start)
        axes.plot(begins.timestamp(), _height(measured, begins), "v", color=ALARM, markersize=11, clip_on=False)
    axes.set_title(_panel_title(measured), loc="left", fontsize=TYPE_PT - 1)
    axes.locator_params(axis="y", nbins=3)
    if measured.minimum is not None and measured.minimum >= 0:
        axes.set_ylim(bottom=0, top=_top(measured))


def _height(measured: Measured, moment: datetime) -> float:
    """On the line: what the judgement calls observed may be a mean of hours."""
    since = int((moment - measured.start).total_seconds() // measured.period_s)
    return next((value for value in measured.values[since:] if value is not None), nan)


def _nans(values: Sequence[float | None]) -> list[float]:
    """A gap is drawn as a gap."""
    return [nan if value is None else value for value in values]


def _alone(values: Sequence[float | None], place: int) -> bool:
    """Between two gaps a line has no length and would not be seen."""
    before = values[place - 1] if place else None
    after = values[place + 1] if place + 1 < len(values) else None
    return before is None and after is None


def _panel_title(measured: Measured) -> str:
    return f"{shorten(writable(measured.label), _LABEL)}: {said(measured.now, measured.unit)}"


def _top(measured: Measured) -> float:
    shown = [value for value in (*measured.values, *measured.band.upper) if value is not None]
    return _ROOM * (max(shown, default=0.0) or 1.0)


def _changes(several: Sequence["Axes"], answer: Metrics) -> None:
    """A line through every panel for each moment somebody did something, its word at the top."""
    shown = [each for each in telling(answer.changes) if answer.start <= each.at <= answer.end]
    width = (answer.end - answer.start) * _APART
    named: list[datetime] = []
    for change in sorted(shown, key=weight):
        for axes in several:
            axes.axvline(change.at.timestamp(), color=CHANGE, linestyle=(0, (4, 3)), linewidth=1.6)
        if all(abs(change.at - other) >= width for other in named):
            _named(several[0], change, before=change.at > answer.end - width)
            named.append(change.at)


def _named(axes: "Axes", change: Change, *, before: bool) -> None:
    axes.annotate(
        word_of(change),
        (change.at.timestamp(), 1),
        xycoords=("data", "axes fraction"),
        xytext=(-4 if before else 4, -2),
        textcoords="offset points",
        ha="right" if before else "left",
        va="top",
        fontsize=TYPE_PT - 3,
        color=CHANGE,
    )


def _legend(figure: "Figure", axes: "Axes") -> None:
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower right", ncols=len(labels), frameon=False, fontsize=TYPE_PT - 2)
