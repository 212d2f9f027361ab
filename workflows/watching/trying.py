"""Tries the team's limits on the past."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from core.answers.thresholds import LimitTrial, Passed, ThresholdTrial
from core.clock import Clock
from core.errors import BadRequest
from core.gaps import Gap
from core.metrics.catalogue import label_of
from core.place import Place
from core.spans import parse_span
from core.thresholds.cost import usd_a_month
from core.thresholds.rule import Threshold
from core.thresholds.standing import replay
from services.aws.deadline import answering_within
from services.aws.session import Aws
from workflows.watching.measuring import PERIOD_S, Measuring, Watched

# CloudWatch keeps values of five minutes for 63 days, and a call reads 100,800 of them.
_MOST_VALUES = 2_000_000
_WARM_UP = timedelta(days=1)


class Trying:
    """`rules` are those of the settings."""

    def __init__(
        self, aws: Aws, rules: Sequence[Threshold], measuring: Measuring, clock: Clock, deadline_s: float
    ) -> None:
        self._aws = aws
        self._rules = rules
        self._measuring = measuring
        self._clock = clock
        self._deadline_s = deadline_s

    def over(self, time_range: str) -> ThresholdTrial:
        """What every limit would have said.

        Raises:
            BadRequest: there are no limits, or too much would have to be read.
            Upstream: the instances could not be asked for.
        """
        if not self._rules:
            raise BadRequest("There are no limits to try.", advice="Add SRE_THRESHOLDS; see docs/how-to.md.")
        started, now = self._clock.monotonic(), self._clock.now()
        back = parse_span(time_range)
        with answering_within(self._deadline_s):
            account = self._aws.account
            subjects = self._measuring.subjects(self._rules)
            _check(len(subjects.watched), back)
            # What is unusual has its first day for learning.
            measured = self._measuring.read(subjects, now, back + _WARM_UP)
        begin = now - back
        limits = tuple(_trial(rule, measured.watched, begin.timestamp()) for rule in self._rules)
        alerts = sum(len(each.passed) for each in limits)
        series = sum(each.series for each in limits)
        took_s = self._clock.monotonic() - started
        return ThresholdTrial(
            limits=limits,
            would_alert=alerts,
            usd_a_month=round(usd_a_month(series), 2),
            summary=_summary(limits, alerts, time_range, measured.gaps),
            start=begin,
            end=now,
            time_range=time_range,
            partial=measured.gaps,
            place=Place(account=account, region=self._aws.region, asked_at=now, took_s=took_s),
        )


def _check(series: int, back: timedelta) -> None:
    values = series * int(back.total_seconds()) // PERIOD_S
    if values > _MOST_VALUES:
        days = _MOST_VALUES * PERIOD_S // (series * 86_400)
        raise BadRequest(
            f"{series:,} series over {back.days} days are more than can be read at once.",
            advice=f"Try at most {max(1, days)} days.",
        )


def _trial(rule: Threshold, watched: Iterable[Watched], begin: float) -> LimitTrial:
    own = [each for each in watched if each.rule == rule]
    passed = [
        Passed(
            machine=each.instance.label,
            metric=label_of(each.metric),
            start=spell.start,
            end=spell.end,
            worst=spell.worst,
        )
        for each in own
        if each.series
        for spell in replay(rule, each.series)
        if spell.end is None or spell.end.timestamp() > begin
    ]
    return LimitTrial(
        name=rule.name,
        limit=f"{rule.metric} {rule.words}",
        severity=rule.severity,
        series=len(own),
        unmeasured=sum(each.series is not None and not any(v is not None for v in each.series.values) for each in own),
        passed=tuple(sorted(passed, key=lambda each: each.start, reverse=True)),
    )


def _summary(limits: Sequence[LimitTrial], alerts: int, time_range: str, gaps: Sequence[Gap]) -> str:
    by_machine: dict[str, int] = defaultdict(int)
    for limit in limits:
        for each in limit.passed:
            by_machine[each.machine] += 1
    count = "1 limit" if len(limits) == 1 else f"{len(limits)} limits"
    told = "1 alert" if alerts == 1 else f"{alerts:,} alerts"
    most = max(by_machine, key=lambda each: by_machine[each], default="")
    mostly = f", {by_machine[most]:,} of them for {most}" if alerts > 1 else ""
    partly = ", as far as it could be read" if gaps else ""
    return f"{count} would have raised {told} in {time_range}{mostly}{partly}"
