"""How one instance behaves: the numbers that decide, what is unusual, and where it is going."""

from collections.abc import Sequence

from blocks.asking import ask
from blocks.card import Block, Card
from blocks.elements import actions, context, section
from blocks.marks import State, mark
from blocks.place import gap_lines, place_line, plain_notes
from blocks.spark import spark
from blocks.table import Table
from blocks.text import date, inert, plural
from core.answers.metrics import Measured, MetricAnomaly, Metrics, MetricTrend
from core.metrics.causes import telling
from core.metrics.ranking import critical, differs, metrics_worst_first, notable, standing_out
from core.metrics.units import brief, said
from core.metrics.words import lasted, looks, usually

OPERATION = "get_ec2_cloudwatch_metrics"
SHOWN = 5
FACTS = 6
SENTENCE = 500
SPARK = 8
_CHANGES = 3
_RANGES = ("3h", "24h", "7d", "28d")


def metrics_card(answer: Metrics) -> Card:
    """One sentence, the metrics that decide, anomalies worst first, and what fills up."""
    summary = inert(answer.summary, SENTENCE)
    blocks: list[Block] = [section(f"{mark(_state(answer))} *{summary}*")]
    measured = [each for each in metrics_worst_first(answer) if each.now is not None]
    if measured:
        blocks.append(section(fields=[_fact(each) for each in measured[:FACTS]]))
    news = standing_out(answer.anomalies, answer.trends, answer.end)
    blocks += [section(_anomaly_line(each)) for each in news[:SHOWN]]
    blocks += [section(_trend_line(each)) for each in answer.trends if notable(each, answer.end)][:SHOWN]
    blocks += [section(line) for line in _change_lines(answer)]
    more = _more(len(news) - SHOWN, len(answer.anomalies) - len(news), len(measured) - FACTS)
    if more:
        blocks.append(section(more))
    blocks += [section(line) for line in gap_lines(answer.partial)]
    blocks.append(actions(*_ranges(answer)))
    read = f"{plural(answer.metrics_read, 'metric')} read"
    blocks.append(context(f"{place_line(answer.place)} · {read}"))
    return Card(summary, tuple(blocks))


def metrics_table(answer: Metrics) -> Table:
    """One row per metric, worst first, with its course over the range."""
    trends = {each.label: each for each in answer.trends}
    return Table(
        title=answer.summary,
        columns=("metric", "course", "min", "avg", "max", "now", "usual", "trend"),
        rows=tuple(_row(each, trends.get(each.label)) for each in metrics_worst_first(answer)),
        empty="No metrics.",
        notes=(
            *(_plain(each) for each in standing_out(answer.anomalies, answer.trends, answer.end)),
            *(
                f"{each.label}: {each.words}. Confidence {each.confidence}."
                for each in answer.trends
                if notable(each, answer.end)
            ),
            *plain_notes(answer.partial, answer.place),
        ),
    )


def _state(answer: Metrics) -> State:
    if all(each.now is None for each in answer.metrics):
        return State.UNKNOWN
    if critical(answer.anomalies, answer.trends, answer.end):
        return State.CRITICAL
    if standing_out(answer.anomalies, answer.trends, answer.end) or any(
        notable(each, answer.end) for each in answer.trends
    ):
        return State.WARNING
    judged = any(each.usual is not None for each in answer.metrics)
    return State.GOOD if answer.complete and judged else State.UNKNOWN


def _fact(each: Measured) -> str:
    return f"*{inert(each.label)}*\n{said(each.now, each.unit)}{_usual(each)}"


def _usual(each: Measured) -> str:
    if each.usual_low is None or each.usual_high is None:
        return ""
    low, high = said(each.usual_low, each.unit), said(each.usual_high, each.unit)
    return f" (usual {low.removesuffix(each.unit).strip()} to {high})" if low != high else f" (usual {low})"


def _anomaly_line(each: MetricAnomaly) -> str:
    what = " ".join(part for part in (f"*{inert(looks(each))}*", usually(each), f"from {date(each.start)}") if part)
    return f"{what} {lasted(each)}\n{inert(each.why, 200)} · confidence {_sure(each)}"


def _trend_line(each: MetricTrend) -> str:
    end = f" (around {each.full_at:%-d %b})" if each.full_at else ""
    return f"*{inert(each.label)}* {inert(each.words, 300)}{end}\nConfidence {_sure(each)}"


def _change_lines(answer: Metrics) -> list[str]:
    """What was done to the machine in the range, in one block; none where nothing was."""
    lines = [f"{date(each.at)}: {inert(each.what, 150)} (by {inert(each.by)})" for each in telling(answer.changes)]
    return ["\n".join(["*Changes*", *lines[:_CHANGES]])] if lines else []


def _sure(each: MetricAnomaly | MetricTrend) -> str:
    return inert(str(each.confidence), 150)


def _more(anomalies: int, slight: int, metrics: int) -> str:
    parts = [plural(anomalies, "more anomaly", "more anomalies")] if anomalies > 0 else []
    if slight > 0:
        parts.append(plural(slight, "slight anomaly", "slight anomalies"))
    if metrics > 0:
        parts.append(plural(metrics, "more metric"))
    return f"and {', '.join(parts)}" if parts else ""


def _ranges(answer: Metrics) -> Sequence[Block]:
    """The same metrics over another range."""
    same = {"instance_id": answer.instance.instance_id, "metric_names": list(answer.asked_for)}
    others = [each for each in _RANGES if each != answer.time_range][:3]
    return [ask(f"Look at {each}", OPERATION, {**same, "time_range": each}, which=each) for each in others]


def _row(each: Measured, trend: MetricTrend | None) -> tuple[str, ...]:
    numbers = (each.minimum, each.average, each.maximum, each.now)
    known = each.usual_low is not None and each.usual_high is not None
    usual = f"{_round(each.usual_low)}-{_round(each.usual_high)}" if known else ""
    return (
        f"{each.label} {each.unit}".rstrip(),
        spark(each.values, SPARK),
        *(brief(value) for value in numbers),
        usual,
        _direction(trend),
    )


def _round(value: float | None) -> str:
    """A bound of what is usual: two digits say as much as is known of it."""
    return brief(None if value is None else float(f"{value:.2g}"))


def _direction(trend: MetricTrend | None) -> str:
    """`+1.8/d` for growth, else `x1.9` of earlier weeks, and `=` for as much as then."""
    if trend is None:
        return ""
    if trend.per_day:
        return f"{trend.per_day:+.2g}/d"
    return "" if trend.ratio is None else f"x{trend.ratio:.2g}" if differs(trend) else "="


def _plain(each: MetricAnomaly) -> str:
    since = f"from {each.start:%-d %b %H:%M} UTC {lasted(each)}"
    what = " ".join(part for part in (looks(each), usually(each), since) if part)
    return f"{what}. {each.why}. Confidence {each.confidence}."
