"""Other alarms of CloudWatch that fire at the same time."""

from datetime import timedelta

from core.causes.evidence import Evidence
from services.aws.alarms import Alarms, FiringAlarm
from workflows.explaining.case import Case, Gathered

_AROUND = timedelta(hours=1)
_NAMED = 3


class AlarmCollector:
    """Asks CloudWatch which alarms fire."""

    about = "other alarms that fire"

    def __init__(self, alarms: Alarms) -> None:
        self._alarms = alarms

    def collect(self, case: Case) -> Gathered:
        """The others that began within an hour of the alert, as one fact."""
        others = [each for each in self._alarms.firing() if each.name != case.alert.title and _near(each, case)]
        if not others:
            return Gathered()
        names = ", ".join(each.name for each in others[:_NAMED])
        more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        said = (
            f"{len(others)} other alarm{'s' if len(others) != 1 else ''} began to fire within an hour: {names}{more}."
        )
        began = min((each.since for each in others if each.since), default=None)
        return Gathered(evidence=(Evidence(kind="other_alarms", source="CloudWatch", said=said, first_seen=began),))


def _near(alarm: FiringAlarm, case: Case) -> bool:
    return alarm.since is not None and abs(alarm.since - case.alarmed_at) <= _AROUND
