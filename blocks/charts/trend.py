"""The risk of the last days as a small picture."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from blocks.charts.sheet import ALARM, LINE, TYPE_PT, drawn, heading, time_axis
from blocks.text import plural
from core.attachment import Attachment
from core.posture import Posture

if TYPE_CHECKING:
    # As in `sheet`: only an answer with a picture needs it.
    from matplotlib.figure import Figure

_FEWEST = 3
_HEIGHT_IN = 3.0
_ROOM = 1.25
_NEAR, _APART_PT = 0.15, 10


def trend_charts(postures: Sequence[Posture]) -> tuple[Attachment, ...]:
    """One picture, and none of fewer than three days, which show no trend."""
    if len(postures) < _FEWEST:
        return ()
    title = trend_words(postures)
    return (
        Attachment(
            name="risk-trend.png",
            title=title,
            media_type="image/png",
            content=_picture(postures, title),
            alt_text=f"{title}. Critical findings by day: {', '.join(f'{each.critical:,}' for each in postures)}.",
        ),
    )


def trend_words(postures: Sequence[Posture]) -> str:
    """The finding: `12 critical findings, 3 fewer than a week ago`."""
    last, first = postures[-1], postures[0]
    now, days = plural(last.critical, "critical finding"), (last.day - first.day).days
    change = last.critical - first.critical
    if not change:
        return f"{now}, as many as {plural(days, 'day')} ago"
    return f"{now}, {abs(change):,} {'more' if change > 0 else 'fewer'} than {plural(days, 'day')} ago"


def _picture(postures: Sequence[Posture], title: str) -> bytes:
    days = [datetime.combine(each.day, time(12), UTC) for each in postures]

    def paint(figure: "Figure") -> None:
        heading(figure, title)
        axes = figure.subplots()
        apart = _apart(postures[-1])
        for values, colour, word, style, shift in (
            ([each.critical for each in postures], ALARM, "critical", "-", -apart),
            ([each.high for each in postures], LINE, "high", "--", apart),
        ):
            moments = [each.timestamp() for each in days]
            axes.plot(moments, values, style, color=colour, linewidth=2.5, marker="o", markersize=5)
            axes.annotate(
                f" {values[-1]:,} {word}",
                (moments[-1], values[-1]),
                xytext=(6, shift),
                textcoords="offset points",
                color=colour,
                fontsize=TYPE_PT,
                va="center",
                annotation_clip=False,
            )
        axes.set_ylim(0, max(max(each.critical, each.high) for each in postures) * _ROOM or 1)
        axes.locator_params(axis="y", integer=True, nbins=4)
        time_axis(axes, days[0] - timedelta(hours=12), days[-1] + (days[-1] - days[0]) * 0.2 + timedelta(hours=12))

    return drawn(paint, height_in=_HEIGHT_IN)


def _apart(last: Posture) -> int:
    """How many points the two labels move apart where they would lie on each other."""
    near = abs(last.high - last.critical) < max(last.high, last.critical, 1) * _NEAR
    return (_APART_PT if last.high >= last.critical else -_APART_PT) if near else 0
