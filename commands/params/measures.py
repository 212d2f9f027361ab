"""Arguments about metrics and spans of time."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from blocks.text import one_line
from commands.params.machines import means_instance
from commands.params.param import Param, shown, split_words
from core.metrics.range import LONGEST, SHORTEST
from core.spans import parse_span, short_span

_METRIC = re.compile(r"[A-Za-z][\w/.%:-]*")
_MOST_METRICS = 50
_MOST_DAYS_AHEAD = 28


def _metric_names(values: Iterable[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(one_line(value) for value in values))
    if len(names) > _MOST_METRICS:
        raise ValueError(f"At most {_MOST_METRICS} metrics at once, and these are {len(names)}.")
    return names


def _time_range(value: str) -> str:
    length = parse_span(value)
    if length < SHORTEST:
        raise ValueError(
            f"{shown(value)} is too short: at least {short_span(SHORTEST)}, as values come every 5 minutes."
        )
    if length > LONGEST:
        raise ValueError(
            f"{shown(value)} is too long: at most {short_span(LONGEST)}, which is as long as CloudWatch keeps them."
        )
    return short_span(length)


def _days(value: object) -> int:
    """Whole days from a number, or from a span such as 7d or 2w."""
    days = _number_of_days(value)
    if not 1 <= days <= _MOST_DAYS_AHEAD or days != int(days):
        raise ValueError(f"{shown(str(value))} is not a number of whole days from 1 to {_MOST_DAYS_AHEAD}.")
    return int(days)


def _number_of_days(value: object) -> float:
    """0 for what is no number of days."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    try:
        return int(str(value)) if str(value).strip().isdecimal() else parse_span(str(value)) / timedelta(days=1)
    except ValueError:
        return 0


MetricNames = Annotated[
    tuple[str, ...],
    BeforeValidator(split_words),
    AfterValidator(_metric_names),
    Param(
        noun="a metric (cpu, network, disk, memory, credits, status, or CloudWatch's own name)",
        plural="metrics",
        help="Kinds (cpu, network, disk, memory, filesystem, credits, status), CloudWatch's names in any case, or"
        " namespace:name; none means the usual ones.",
        flag="--metric",
        example=("cpu", "memory"),
        claims=lambda word: bool(_METRIC.fullmatch(word)) and not means_instance(word),
        many=True,
        slack_most=20,
    ),
]

TimeRange = Annotated[
    str,
    AfterValidator(_time_range),
    Param(
        noun="a time range (15m to 63d)",
        plural="time ranges",
        help=f"How far back: a number and m, h, d or w, from {short_span(SHORTEST)} to {short_span(LONGEST)}.",
        flag="--range",
        example="24h",
        claims=lambda word: word[:1].isdigit(),
    ),
]

DaysAhead = Annotated[
    int,
    BeforeValidator(_days),
    Param(
        noun="a number of days (1 to 28)",
        plural="numbers of days",
        help=f"How many days ahead to look, 1 to {_MOST_DAYS_AHEAD}.",
        flag="--days",
        example="14",
        claims=lambda word: word[:1].isdigit(),
    ),
]
