"""Three hours of a shop: checkout calls payments and cart, payments calls its database; each is measured or not."""

from datetime import UTC, datetime, timedelta

import numpy as np

from core.causes.components import Surroundings, merged
from core.causes.given_calls import known_of_given
from core.causes.shift import Measured, Values

ALARM = datetime(2026, 11, 20, 2, 17, tzinfo=UTC)
AROUND: Surroundings = merged(
    (known_of_given({"checkout": ("payments", "cart"), "payments": ("payments-db",)}),),
)
_FIRST = ALARM - timedelta(hours=3)
TIMES = tuple((_FIRST + timedelta(minutes=number)).timestamp() for number in range(183))
USUAL_S = {"checkout": 0.12, "payments": 0.08, "cart": 0.01, "payments-db": 0.006}


def since(minutes_before_alarm: float, added: float) -> list[float]:
    """Something that is added from some minutes before the alarm on."""
    start = ALARM.timestamp() - 60 * minutes_before_alarm
    return [added if at >= start else 0.0 for at in TIMES]


def shop(failing: dict[str, list[float]] | None = None, /, **slow: list[float]) -> dict[Measured, Values]:
    """Everybody's series, a little noisy: seconds that are added, and per cent of the calls that fail."""
    found: dict[Measured, Values] = {}
    for number, (name, usual) in enumerate(USUAL_S.items()):
        noise = np.random.default_rng(number).normal(1.0, 0.03, len(TIMES))
        added = slow.get(name.replace("-", "_"), [0.0] * len(TIMES))
        failed = (failing or {}).get(name, [0.0] * len(TIMES))
        found[Measured(name, "latency", "Average")] = [
            float(usual * n + more) for n, more in zip(noise, added, strict=True)
        ]
        found[Measured(name, "availability", "Average")] = [100.0 - each for each in failed]
        found[Measured(name, "requests", "Sum")] = [100.0] * len(TIMES)
    return found


def without(series: dict[Measured, Values], *names: str) -> dict[Measured, Values]:
    """The same as if some had not been measured."""
    return {key: values for key, values in series.items() if key.component not in names}
