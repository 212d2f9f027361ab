"""An alarm of CloudWatch as we make it, and how one that is there differs from one that should be."""

from collections.abc import Iterable

from core.model import Model

PREFIX = "sre-assistant/"
"""Our alarms begin so, and nothing else does."""
MANAGED = ("sre:managed-by", "sre-operations-assistant")
"""The tag of everything that the set-up makes."""


class Alarm(Model):
    """What `PutMetricAlarm` is told; `missing` is CloudWatch's TreatMissingData, `notify` the topics of all states."""

    name: str
    description: str
    namespace: str
    metric: str
    dimensions: tuple[tuple[str, str], ...]
    statistic: str
    comparison: str
    threshold: float
    period_s: int
    periods: int
    missing: str
    notify: tuple[str, ...] = ()

    def differences(self, other: "Alarm") -> tuple[str, ...]:
        """What another alarm of this name has otherwise: `threshold 80 becomes 90`."""
        own, others = self.model_dump(), other.model_dump()
        return tuple(
            f"{name.replace('_', ' ')} {_said(others[name])} becomes {_said(own[name])}"
            for name in own
            if own[name] != others[name]
        )


class Change(Model):
    """An alarm that is there and should be otherwise."""

    alarm: Alarm
    differences: tuple[str, ...]


class AlarmPlan(Model):
    """What it takes; `remove` are ours of machines that are not there, or not looked after, any more."""

    create: tuple[Alarm, ...]
    change: tuple[Change, ...]
    keep: tuple[Alarm, ...]
    remove: tuple[Alarm, ...]

    @property
    def nothing_to_do(self) -> bool:
        """Whether all is as it should be."""
        return not (self.create or self.change or self.remove)


def alarm_plan(wanted: Iterable[Alarm], there: Iterable[Alarm]) -> AlarmPlan:
    """What to do so that exactly the wanted alarms are there; alarms that are not ours are never named."""
    should = {alarm.name: alarm for alarm in wanted}
    ours = {alarm.name: alarm for alarm in there if alarm.name.startswith(PREFIX)}
    both = [(should[name], ours[name]) for name in sorted(should.keys() & ours.keys())]
    return AlarmPlan(
        create=tuple(should[name] for name in sorted(should.keys() - ours.keys())),
        change=tuple(Change(alarm=new, differences=said) for new, old in both if (said := new.differences(old))),
        keep=tuple(new for new, old in both if not new.differences(old)),
        remove=tuple(ours[name] for name in sorted(ours.keys() - should.keys())),
    )


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join("=".join(each) if isinstance(each, tuple) else str(each) for each in value) or "nothing"
    return f"{value:g}" if isinstance(value, float) else str(value)
