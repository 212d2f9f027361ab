"""The paper every chart is drawn on: its size, its type, its colours, and one drawing at a time."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from textwrap import wrap
from threading import Lock
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    # matplotlib takes 0.3 s and 60 MB to import, which only an answer with a picture needs.
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.typing import RcKeyType

Form = Literal["png", "svg"]
# Slack shows a picture as wide as the message, which is 360 px on a phone: this is drawn at 1200, so that type of
# 15 points is still 9 px high there. The paper is opaque, because in dark mode Slack puts pictures on black.
WIDTH_IN, HEIGHT_IN, DPI = 8.0, 4.0, 150
TYPE_PT = 15
PAPER, INK, FAINT = "#fbfaf7", "#22262b", "#d9d7d0"
# Okabe and Ito's colours, which people with any colour vision can tell apart; a meaning never hangs on them alone.
LINE, ALARM, CHANGE, BAND, GOOD = "#0072b2", "#d55e00", "#7a3e9d", "#a9c9de", "#009e73"
_STYLE: "dict[RcKeyType, object]" = {
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "font.size": TYPE_PT,
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.hashsalt": "chart",
}
_LINE_LENGTH = 56  # of a title's bold type
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEPS = (
    *(timedelta(minutes=minutes) for minutes in (1, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720)),
    *(timedelta(days=days) for days in (1, 2, 3, 7, 14, 28, 91, 365)),
)
_MOST_TICKS = 5
_DRAWING = Lock()


def drawn(paint: "Callable[[Figure], None]", *, height_in: float = HEIGHT_IN, form: Form = "png") -> bytes:
    """What `paint` puts on an empty sheet, as a PNG of 1200 px width, or as an SVG element that an HTML page can hold.

    matplotlib keeps its fonts and settings per process and is not made for threads: one drawing at a time.
    """
    from matplotlib import rc_context  # noqa: PLC0415  see above
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    with _DRAWING, rc_context(_STYLE):
        figure = Figure(figsize=(WIDTH_IN, height_in), dpi=DPI, layout="constrained")
        FigureCanvasAgg(figure)
        paint(figure)
        return png(figure) if form == "png" else svg(figure)


def png(figure: "Figure") -> bytes:
    """The figure as a PNG file, without a date or the library's name in it."""
    paper = BytesIO()
    figure.savefig(paper, format="png", metadata={"Software": None})
    return paper.getvalue()


def svg(figure: "Figure") -> bytes:
    """The figure as an `<svg>` element in UTF-8, its type drawn as shapes so that no font is missing."""
    paper = BytesIO()
    figure.savefig(paper, format="svg", metadata={"Date": None, "Creator": None})
    whole = paper.getvalue()
    return whole[whole.index(b"<svg") :]


def heading(figure: "Figure", finding: str) -> None:
    """The title says what was found, in at most two lines."""
    lines = wrap(writable(finding), _LINE_LENGTH, max_lines=2, placeholder="…")
    figure.suptitle("\n".join(lines), fontsize=TYPE_PT + 2, fontweight="bold", x=0.01, ha="left")


def time_axis(axes: "Axes", start: datetime, end: datetime) -> None:
    """From `start` to `end` with at most six moments named, in UTC, which the axis says."""
    step = next((each for each in _STEPS if (end - start) / each <= _MOST_TICKS), _STEPS[-1])
    ticks = list(_ticks(start, end, step))
    axes.set_xlim(start.timestamp(), end.timestamp())
    axes.set_xticks([tick.timestamp() for tick in ticks], [_named(tick, step) for tick in ticks])
    axes.set_xlabel(_days(start, end), loc="left")


def writable(text: str) -> str:
    """The text on one line; a character that the chart's font cannot draw, an emoji say, becomes a question mark."""
    glyphs = _glyphs()
    return "".join(each if ord(each) in glyphs else "?" for each in " ".join(text.split()))


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib.font_manager import findfont, get_font  # noqa: PLC0415  see above

    return frozenset(get_font(findfont("DejaVu Sans")).get_charmap())


def _ticks(start: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    """Round moments: multiples of the step since the first of January 1970, which was midnight."""
    moment = _EPOCH - (_EPOCH - start) // step * step
    while moment <= end:
        yield moment
        moment += step


def _named(tick: datetime, step: timedelta) -> str:
    midnight = tick.hour == tick.minute == 0
    return f"{tick.day} {tick:%b}" if step >= _DAY or midnight else f"{tick:%H:%M}"


def _days(start: datetime, end: datetime) -> str:
    first, last = (f"{each.day} {each:%b %Y}" for each in (start.astimezone(UTC), end.astimezone(UTC)))
    return f"{first}, UTC" if first == last else f"{first} to {last}, UTC"
