"""Pictures of an alert's component and of whoever is to blame for its trouble, to be shown side by side."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from core.answers.explain import KeyMetric
from core.causes.components import Component, Surroundings
from core.causes.measures import AVAILABILITY, LATENCY
from core.causes.shift import Measured, Trouble, Values
from core.causes.troubled import Troubled
from core.causes.upstream import blamed

_SHOWN: Mapping[Trouble, tuple[str, str]] = {"slow": (LATENCY, "Average"), "failing": (AVAILABILITY, "Average")}


def pictures(
    start: Component, around: Surroundings, found: Troubled, times: Sequence[float], series: Mapping[Measured, Values]
) -> tuple[KeyMetric, ...]:
    """How long the alert's component and whoever is to blame took, or how many calls they answered, side by side."""
    first = blamed(start, found)
    if first is None:
        return ()
    shown = ((each, Measured(each.name, *_SHOWN[found.asked])) for each in (start, around.components[first.component]))
    return tuple(_picture(each, found, times, series[key]) for each, key in shown if key in series)


def _picture(component: Component, found: Troubled, times: Sequence[float], values: Values) -> KeyMetric:
    left = found.left.get(component.name)
    onset = left.onset if left and left.kind == found.asked else None
    label, unit = ("Answered calls", "Percent") if found.asked == "failing" else ("Time per call", "Seconds")
    return KeyMetric(
        label=f"{label} of {component.label}",
        unit=unit,
        start=datetime.fromtimestamp(times[0], UTC),
        period_s=int(times[1] - times[0]),
        values=tuple(values),
        before=onset.before if onset else None,
        now=onset.after if onset else None,
        changed_at=onset.at if onset else None,
        ramp=bool(onset and onset.ramp),
    )
