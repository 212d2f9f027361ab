"""The answer about how one instance behaves: its metrics, judged by what came before."""

from collections.abc import Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.answers.metrics import Metrics
from core.clock import Clock
from core.fleet import Instance
from core.gaps import Gap, whole
from core.metrics.answer import metrics_answer
from core.metrics.catalogue import highest
from core.metrics.choice import choose
from core.metrics.judged import Judged, judge
from core.metrics.missing import missing_gaps
from core.metrics.range import FINE_S, Range, range_of
from core.place import Place
from core.progress import Progress
from core.series import Metric, Series
from core.spans import parse_span
from services.aws.cloudtrail import Changes, CloudTrail
from services.aws.cloudwatch import CloudWatch, Readings
from services.aws.crew import Crew
from services.aws.deadline import answering_within, left_s
from services.aws.ec2 import Ec2
from services.aws.session import Aws
from workflows.fresh import Fresh
from workflows.targets import plain_ids
from workflows.told import told

# The list of metrics may take this part of the time; without it, what every instance has is read.
_LISTING = 0.5
_CHANGES = 0.6
# A machine shows what was done to it shortly before.
_BEFORE = timedelta(minutes=30)
# Readings end by themselves when the time is up, and then still say what they lack.
_GRACE_S = 0.2
_THREADS = 32


@dataclass(frozen=True, slots=True)
class _Answered:
    """`whole`: every question was answered, so that asking again would bring the same."""

    answer: Metrics
    whole: bool


@dataclass(frozen=True, slots=True)
class _Subject:
    """The instance, what to read of it, and what is not known about both."""

    instance: Instance
    metrics: tuple[Metric, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """The same metrics: whole periods from long ago, each minute of a short range, and the maxima of some."""

    whole: Readings
    minutes: Readings
    peaks: Readings

    @property
    def all(self) -> tuple[Readings, ...]:
        return (self.whole, self.minutes, self.peaks)


class Measurements:
    """Asks CloudWatch about one instance; an answer is kept for `keep_s` seconds unless something failed."""

    def __init__(
        self,
        aws: Aws,
        ec2: Ec2,
        cloudwatch: CloudWatch,
        trail: CloudTrail,
        clock: Clock,
        deadline_s: float,
        keep_s: float,
    ) -> None:
        self._aws = aws
        self._ec2 = ec2
        self._cloudwatch = cloudwatch
        self._trail = trail
        self._clock = clock
        self._deadline_s = deadline_s
        self._crew = Crew(_THREADS, thread_name_prefix="metrics")
        self._kept: Fresh[_Answered] = Fresh(clock, keep_s, lambda answered: answered.whole)

    def of(self, instance_id: str, names: Sequence[str], time_range: str, progress: Progress) -> Metrics:
        """The metrics that `names` mean (none: the usual ones) over the time range, judged.

        Raises:
            NotFound: the instance does not exist in this account and region.
            BadRequest: a name means no metric of this instance.
            Upstream: AWS did not say which account this is.
        """

        def ask() -> _Answered:
            with answering_within(self._deadline_s):
                return self._answer(instance_id, tuple(names), time_range, progress)

        answer = self._kept.get((instance_id, tuple(names), time_range), ask).answer
        return answer.model_copy(update={"place": answer.place.at(self._clock.now())})

    def _answer(self, given: str, names: tuple[str, ...], time_range: str, progress: Progress) -> _Answered:
        started, now = self._clock.monotonic(), self._clock.now()
        account = self._crew.answer(lambda: self._aws.account, "GetCallerIdentity")
        [instance_id] = plain_ids([given], account, self._aws.region)
        progress.say("Asking which metrics there are")
        subject = self._subject(instance_id, names)
        shown = range_of(parse_span(time_range), now)
        changing = self._changes(subject.instance, shown)
        progress.say("Reading metrics", 0, len(subject.metrics))
        read = self._read(subject.metrics, shown)
        progress.say("Judging them", len(subject.metrics), len(subject.metrics))
        judged = _judged(read, shown)
        changes = self._changed(changing)
        failed = (*subject.gaps, *dict.fromkeys(gap for each in read.all for gap in each.gaps))
        answer = metrics_answer(
            judged,
            instance=subject.instance,
            changes=changes.changes,
            shown=shown,
            asked_for=names,
            time_range=time_range,
            metrics_read=sum(each.metrics_read for each in read.all),
            gaps=(*failed, *missing_gaps(read.whole.series, shown, subject.instance)),
            change_gaps=changes.gaps,
            place=Place(
                account=account, region=self._aws.region, asked_at=now, took_s=self._clock.monotonic() - started
            ),
        )
        return _Answered(answer, whole=whole((*failed, *changes.gaps)))

    def _subject(self, instance_id: str, names: Sequence[str]) -> _Subject:
        described = self._crew.submit(self._ec2.instances, (instance_id,))
        listing = self._crew.submit(self._cloudwatch.listed, instance_id)
        asked: list[Future[Any]] = [described, listing]
        wait(asked, timeout=left_s() * _LISTING)
        fleet = told(described, "the name, state and type of the instance")
        listed = told(listing, "which metrics this machine has besides EC2's own")
        if fleet.answer and not fleet.answer.instances:
            raise self._ec2.not_found([instance_id])
        instance = fleet.answer.instances[0] if fleet.answer else Instance(instance_id=instance_id, state="unknown")
        choice = choose(names, listed.answer.metrics if listed.answer else None, instance)
        return _Subject(instance, choice.metrics, (*fleet.gaps, *listed.gaps, *choice.gaps))

    def _read(self, metrics: Sequence[Metric], shown: Range) -> _Read:
        peaked = [peak for each in metrics if (peak := highest(each))] if shown.averaged else []
        parts = (
            self._readings(metrics, shown.history, shown, shown.period_s),
            self._readings(metrics if shown.fine else (), shown.start, shown, FINE_S),
            self._readings(peaked, shown.start, shown, shown.period_s),
        )
        wait(parts, timeout=left_s() + _GRACE_S)
        answers = (told(part, "the values of the metrics") for part in parts)
        return _Read(*(each.answer or Readings((), each.gaps) for each in answers))

    def _changes(self, instance: Instance, shown: Range) -> Future[Changes]:
        """Asked beside the metrics, and given up before them."""
        with answering_within(left_s() * _CHANGES):
            since = shown.start - _BEFORE
            tags = instance.tags if instance.state != "unknown" else None
            return self._crew.submit(self._trail.changes, instance.instance_id, since, tags)

    def _changed(self, changing: Future[Changes]) -> Changes:
        wait([changing], timeout=left_s() + _GRACE_S)
        changed = told(changing, "what was done to the machine")
        return changed.answer or Changes((), changed.gaps, self._clock.now())

    def _readings(self, metrics: Sequence[Metric], since: datetime, shown: Range, period_s: int) -> Future[Readings]:
        return self._crew.submit(self._cloudwatch.read, metrics, since, shown.end, period_s)


def _judged(read: _Read, shown: Range) -> list[Judged]:
    minutes = {each.metric: each for each in read.minutes.series}
    peaks = {each.metric: each for each in read.peaks.series}
    return [judge(each, shown, minutes.get(each.metric), _peak(each, peaks)) for each in read.whole.series]


def _peak(series: Series, peaks: dict[Metric, Series]) -> Series | None:
    peak = highest(series.metric)
    return peaks.get(peak) if peak else None
