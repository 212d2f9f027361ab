"""What the team's limits would have said of the past."""

from blocks.card import Block, Card
from blocks.elements import context, section
from blocks.marks import State, mark
from blocks.place import gap_lines, place_line, plain_notes
from blocks.table import Table
from blocks.text import date, inert, plural, span, utc
from core.answers.thresholds import LimitTrial, Passed, ThresholdTrial

_LIMITS, _SHOWN = 8, 3


def trial_card(answer: ThresholdTrial) -> Card:
    """One sentence, each limit with how often it would have spoken and when last, and what it costs."""
    summary = inert(answer.summary, 300)
    blocks: list[Block] = [section(f"{mark(_state(answer))} *{summary}*")]
    blocks += [section(_limit(each)) for each in answer.limits[:_LIMITS]]
    more = len(answer.limits) - _LIMITS
    if more > 0:
        blocks.append(section(f"and {plural(more, 'more limit')}; the command line shows all of them"))
    blocks += [section(line) for line in gap_lines(answer.partial)]
    cost = f"looking all the time costs about {answer.usd_a_month:.2f} USD a month"
    blocks.append(context(cost, place_line(answer.place)))
    return Card(summary, tuple(blocks))


def trial_table(answer: ThresholdTrial) -> Table:
    """One row for each alert, newest first within its limit."""
    rows = tuple(
        (
            limit.name,
            limit.severity,
            each.machine,
            each.metric,
            utc(each.start),
            utc(each.end) if each.end else "still",
            f"{each.worst:g}",
        )
        for limit in answer.limits
        for each in limit.passed
    )
    silent = [limit for limit in answer.limits if not limit.passed]
    return Table(
        title=answer.summary,
        columns=("limit", "severity", "machine", "metric", "from (UTC)", "to (UTC)", "worst"),
        rows=rows,
        empty="No alert." if not answer.partial else "No alert, as far as it could be read.",
        notes=(
            *(f"{each.name} ({each.limit}): {_looked(each)}, no alert." for each in silent),
            f"Looking all the time costs about {answer.usd_a_month:.2f} USD a month.",
            *plain_notes(answer.partial, answer.place),
        ),
    )


def _state(answer: ThresholdTrial) -> State:
    if answer.would_alert:
        return State.WARNING
    looked = any(each.series > each.unmeasured for each in answer.limits)
    return State.GOOD if looked and not answer.partial else State.UNKNOWN


def _limit(limit: LimitTrial) -> str:
    head = f"*{inert(limit.name)}* ({inert(limit.limit, 120)}, {limit.severity}): {_looked(limit)}"
    if not limit.passed:
        return f"{head}, no alert"
    lines = [f"• {_passed(each)}" for each in limit.passed[:_SHOWN]]
    more = len(limit.passed) - _SHOWN
    return "\n".join(
        [f"{head}, {plural(len(limit.passed), 'alert')}", *lines, *([f"and {more:,} more"] if more > 0 else [])]
    )


def _looked(limit: LimitTrial) -> str:
    unmeasured = f", {limit.unmeasured} of them not measured" if limit.unmeasured else ""
    return f"{plural(limit.series, 'series', 'series')}{unmeasured}"


def _passed(each: Passed) -> str:
    lasted = f"for {span(each.end - each.start)}" if each.end else "and still"
    return f"{inert(each.machine)} {inert(each.metric)}: {date(each.start)} {lasted}, at worst {each.worst:g}"
