"""When the alert's own alarm really began to fire, how often it fired before, and for how long."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median

from core.causes.evidence import Evidence
from services.aws.alarms import Alarms, Fired
from workflows.explaining.case import Case, Gathered, unasked

_BACK = timedelta(days=7)
_OFTEN, _SHORT = 5, timedelta(minutes=15)
_JUST = timedelta(minutes=5)
# An alarm that is quiet for no longer has not recovered.
_QUIET = timedelta(minutes=15)
_KIND = "cloudwatch alarm"


class AlarmHistoryCollector:
    """Asks CloudWatch."""

    about = "how often this alarm fired before"

    def __init__(self, alarms: Alarms) -> None:
        self._alarms = alarms

    def collect(self, case: Case) -> Gathered:
        """The times in the week before as one fact; often and short ones speak of a limit that is too close.

        Another one where it fires for longer than the alert says.
        """
        if case.alert.kind != _KIND:
            return unasked(self.about, "it is no alarm of CloudWatch")
        every = self._alarms.history(case.alert.title, case.alarmed_at - _BACK, case.now)
        before = [each for each in every if each.end and each.end <= case.alarmed_at]
        return Gathered(evidence=(*_bout(every, case), *_past(before)))


def _bout(every: Sequence[Fired], case: Case) -> Iterator[Evidence]:
    """What fires now, where it began earlier than the alert says."""
    bout = _present(every, case.alarmed_at)
    if not bout or bout[0].start >= case.alarmed_at - _JUST:
        return
    began = f"This alarm has fired since {_moment(bout[0].start)}"
    pauses = len(bout) - 1
    said = f"{began}, with {pauses} short pause{'s' if pauses > 1 else ''}." if pauses else f"{began} without a pause."
    kind = "alarm_flapping" if pauses else "alarm_lasting"
    yield Evidence(kind=kind, source="CloudWatch", said=said, first_seen=bout[0].start, impact=True)


def _present(every: Sequence[Fired], alarmed_at: datetime) -> list[Fired]:
    """The times, oldest first, that run up to the alert with nothing but short pauses."""
    bout: list[Fired] = []
    until = alarmed_at + _QUIET
    for each in reversed([one for one in every if one.start <= alarmed_at + _JUST]):
        if each.end and each.end < until - _QUIET:
            break
        bout.insert(0, each)
        until = each.start
    return bout


def _past(before: Sequence[Fired]) -> Iterator[Evidence]:
    if not before:
        return
    lengths = [(each.end - each.start).total_seconds() / 60 for each in before if each.end]
    usual = median(lengths)
    often = len(before) >= _OFTEN and usual <= _SHORT.total_seconds() / 60
    times = f"{len(before)} time{'s' if len(before) != 1 else ''}"
    last = f"last on {_moment(before[-1].start)} for {lengths[-1]:.0f} min"
    yield Evidence(
        kind="alarm_often" if often else "alarm_before",
        source="CloudWatch",
        said=f"This alarm fired {times} in the week before, usually for {usual:.0f} min; {last}.",
        values={"alarm_times": times, "alarm_minutes": f"{usual:.0f}"},
    )


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d} at {at:%H:%M} UTC"
