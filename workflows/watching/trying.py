"""Tries the team's limits on the past."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from core.anomaly.upsets import upsets
from core.answers.thresholds import LimitTrial, Passed, ThresholdTrial
from core.clock import Clock
from core.errors import BadRequest
from core.fleet import Instance
from core.gaps import Gap
from core.metrics.catalogue import label_of
from core.place import Place
from core.series import Series
from core.spans import parse_span
from core.thresholds.cost import usd_a_month
from core.thresholds.rule import Threshold
from core.thresholds.standing import replay
from services.aws.deadline import answering_within
from services.aws.session import Aws
from workflows.watching import anomalies
from workflows.watching.anomalies import bounded, by_machine, usual_rules
from workflows.watching.measuring import PERIOD_S, Measuring, Watched

# CloudWatch keeps values of five minutes for 63 days, and a call reads 100,800 of them.
_MOST_VALUES = 2_000_000
_WARM_UP = timedelta(days=1)


class Trying:
    """`rules` and the tags of the anomaly watch are those of the settings; without tags there is no such watch."""

    def __init__(
        self,
        aws: Aws,
        rules: Sequence[Threshold],
        anomaly_tags: Mapping[str, str],
        measuring: Measuring,
        clock: Clock,
        deadline_s: float,
    ) -> None:
        self._aws = aws
        self._rules = rules
        self._anomaly_tags = anomaly_tags
        self._measuring = measuring
        self._clock = clock
        self._deadline_s = deadline_s

    def over(self, time_range: str) -> ThresholdTrial:
        """What every limit would have said.

        Raises:
            BadRequest: there are no limits, or too much would have to be read.
            Upstream: the instances could not be asked for.
        """
        if not (self._rules or self._anomaly_tags):
            advice = "Add SRE_THRESHOLDS or SRE_ANOMALY_TAGS; see docs/how-to.md."
            raise BadRequest("There are no limits to try.", advice=advice)
        started, now = self._clock.monotonic(), self._clock.now()
        back = parse_span(time_range)
        with answering_within(self._deadline_s):
            account = self._aws.account
            limits, gaps = self._limits(now, back)
            watch, more = self._watch(now, back)
        usd = usd_a_month(sum(each.series for each in limits), PERIOD_S)
        usd += usd_a_month(sum(each.series for each in watch), anomalies.PERIOD_S)
        limits, gaps = (*limits, *watch), tuple(dict.fromkeys((*gaps, *more)))
        alerts = sum(len(each.passed) for each in limits)
        took_s = self._clock.monotonic() - started
        return ThresholdTrial(
            limits=limits,
            would_alert=alerts,
            usd_a_month=round(usd, 2),
            summary=_summary(limits, alerts, time_range, gaps),
            start=now - back,
            end=now,
            time_range=time_range,
            partial=gaps,
            place=Place(account=account, region=self._aws.region, asked_at=now, took_s=took_s),
        )

    def _limits(self, now: datetime, back: timedelta) -> tuple[tuple[LimitTrial, ...], tuple[Gap, ...]]:
        if not self._rules:
            return (), ()
        subjects = self._measuring.subjects(self._rules)
        _check(len(subjects.watched), back, PERIOD_S)
        # What is unusual has its first day for learning.
        measured = self._measuring.read(subjects, now, back + _WARM_UP)
        begin = (now - back).timestamp()
        return tuple(_trial(rule, measured.watched, begin) for rule in self._rules), measured.gaps

    def _watch(self, now: datetime, back: timedelta) -> tuple[tuple[LimitTrial, ...], tuple[Gap, ...]]:
        """What the anomaly watch would have said."""
        if not self._anomaly_tags:
            return (), ()
        subjects = bounded(self._measuring.subjects(usual_rules(self._anomaly_tags)))
        _check(len(subjects.watched), back, anomalies.PERIOD_S)
        measured = self._measuring.read(subjects, now, back + anomalies.BACK, anomalies.PERIOD_S)
        begin = (now - back).timestamp()
        passed = [each for machine in by_machine(measured.watched) for each in _upset(*machine, begin)]
        trial = LimitTrial(
            name="anomaly watch",
            limit=anomalies.WORDS,
            severity="medium",
            series=len(measured.watched),
            unmeasured=sum(map(_unmeasured, measured.watched)),
            passed=tuple(sorted(passed, key=lambda each: each.start, reverse=True)),
        )
        return (trial,), measured.gaps


def _upset(instance: Instance, measured: Sequence[Series], begin: float) -> Iterator[Passed]:
    last = max((each.times[-1] for each in measured if each.times), default=0.0)
    for each in upsets(measured):
        if each.end < begin:
            continue
        worst = each.parts[0]
        yield Passed(
            machine=instance.label,
            metric=", ".join(dict.fromkeys(label_of(part.metric) for part in each.parts)),
            start=datetime.fromtimestamp(each.start, UTC),
            end=datetime.fromtimestamp(each.end, UTC) if each.end <= last else None,
            worst=worst.level,
        )


def _check(series: int, back: timedelta, period_s: int) -> None:
    values = series * int(back.total_seconds()) // period_s
    if values > _MOST_VALUES:
        days = _MOST_VALUES * period_s // (series * 86_400)
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
        unmeasured=sum(map(_unmeasured, own)),
        passed=tuple(sorted(passed, key=lambda each: each.start, reverse=True)),
    )


def _unmeasured(watched: Watched) -> bool:
    return watched.series is not None and all(value is None for value in watched.series.values)


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
