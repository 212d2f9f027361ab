"""How the scheduler is: whether it looks at the clock, what ran last and runs next, what failed and what was missed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.scheduler import Scheduler, Sight
from core.answers.health import Part, State
from core.clock import Clock
from core.slots import Every

_NAME = "scheduler"
_STILL_S = 20.0
_REMEMBERED = timedelta(days=1)
_FREQUENT = timedelta(minutes=1)


class SchedulerHealth:
    """Tells of a scheduler from what it saw last."""

    def __init__(self, scheduler: Scheduler, clock: Clock) -> None:
        self._scheduler = scheduler
        self._clock = clock

    def parts(self) -> list[Part]:
        """One part; what is wrong comes first."""
        if self._scheduler.still_for_s > _STILL_S:
            detail = f"has not looked at the clock for {self._scheduler.still_for_s:.0f} s, so no job begins"
            advice = "After two minutes the process ends, for its supervisor to start it again."
            return [Part(name=_NAME, state=State.DOWN, detail=detail, advice=advice)]
        sights, now = self._scheduler.sights(), self._clock.now()
        wrong = [sentence for sight in sights for sentence in self._wrong(sight, now)]
        grave = any(sight.job.grave and sight.standing and sight.standing.failure for sight in sights)
        state = State.DOWN if grave else State.LIMITED if wrong else State.GOOD
        return [Part(name=_NAME, state=state, detail="; ".join([*wrong, *_usual(sights)]))]

    def _wrong(self, sight: Sight, now: datetime) -> Iterable[str]:
        name, standing = sight.job.name, sight.standing
        if sight.trouble:
            yield f"{name} cannot be looked at: {sight.trouble}"
        if (
            sight.busy_since is not None
            and self._clock.monotonic() - sight.busy_since > sight.job.lease.total_seconds()
        ):
            yield f"{name} has run for longer than it ever should"
        if standing and standing.failure:
            since = f", last well {_short(standing.succeeded_at)}" if standing.succeeded_at else ""
            yield f"{name} failed{since}: {standing.failure}"
        missed = standing.missed if standing else None
        if missed and now - missed.noticed_at < _REMEMBERED:
            slots = "a slot" if missed.slots == 1 else f"{missed.slots} slots"
            how = "made up for" if missed.made_up else sight.job.if_missed
            yield f"{name} missed {slots} since {_short(missed.first)} ({how})"


def _usual(every: Sequence[Sight]) -> Iterable[str]:
    """What ran last and what comes next, without what comes by all the time, where there is anything else."""
    sights = [each for each in every if not _is_frequent(each)] or every
    ran = [(sight.standing.succeeded_at, sight) for sight in sights if sight.standing and sight.standing.succeeded_at]
    if ran:
        at, sight = max(ran, key=lambda each: each[0])
        took_s = sight.standing.took_s if sight.standing else 0
        yield f"last {sight.job.name} {_short(at)} in {took_s:.1f} s"
    following = min(sights, key=lambda sight: sight.look_at, default=None)
    if following:
        yield f"next {following.job.name} {_short(following.look_at)}"


def _is_frequent(sight: Sight) -> bool:
    when = sight.job.when
    return isinstance(when, Every) and when.period <= _FREQUENT


def _short(moment: datetime) -> str:
    return f"{moment:%d %b %H:%M} UTC"
