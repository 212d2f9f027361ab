"""How often the alert's own alarm fired before, and for how long."""

from datetime import timedelta
from statistics import median

from core.causes.evidence import Evidence
from services.aws.alarms import Alarms, Fired
from workflows.explaining.case import Case, Gathered, unasked

_BACK = timedelta(days=7)
_OFTEN, _SHORT = 5, timedelta(minutes=15)
_JUST = timedelta(minutes=5)
_KIND = "cloudwatch alarm"


class AlarmHistoryCollector:
    """Asks CloudWatch."""

    about = "how often this alarm fired before"

    def __init__(self, alarms: Alarms) -> None:
        self._alarms = alarms

    def collect(self, case: Case) -> Gathered:
        """The times in the week before as one fact; often and short ones speak of a limit that is too close."""
        if case.alert.kind != _KIND:
            return unasked(self.about, "it is no alarm of CloudWatch")
        every = self._alarms.history(case.alert.title, case.alarmed_at - _BACK, case.now)
        before = [each for each in every if each.end and each.start < case.alarmed_at - _JUST]
        if not before:
            return Gathered()
        return Gathered(evidence=(_fact(before),))


def _fact(before: list[Fired]) -> Evidence:
    last = before[-1]
    length = median((each.end - each.start).total_seconds() / 60 for each in before if each.end)
    often = len(before) >= _OFTEN and length <= _SHORT.total_seconds() / 60
    times = f"{len(before)} time{'s' if len(before) != 1 else ''}"
    said = (
        f"This alarm fired {times} in the week before, usually for {length:.0f} min; last on {last.start:%Y-%m-%d} at"
    )
    return Evidence(
        kind="alarm_often" if often else "alarm_before",
        source="CloudWatch",
        said=f"{said} {last.start:%H:%M} UTC.",
        values={"alarm_times": times, "alarm_minutes": f"{length:.0f}"},
    )
