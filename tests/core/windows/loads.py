"""Loads by the clock on a wall, for tests of windows."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.metrics import EC2, metric_of
from core.series import Series
from core.windows.outlook import Outlook, learn
from tests.core.examples import NOW, instance_id

Curve = Callable[[datetime], float | None]
HOUR_S = 3600
UTC_ZONE = ZoneInfo("UTC")
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/Los_Angeles",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "America/Sao_Paulo",
)


def quiet_at(day: int, hour: int, hours: int = 1) -> Curve:
    """Busy all week but in these hours of one day, from Monday (0)."""
    return lambda at: 10.0 if at.weekday() == day and hour <= at.hour < hour + hours else 60.0 + at.hour


def by_night(at: datetime) -> float:
    """Quiet every night from two to five, by day the busier the later."""
    return 10.0 if 2 <= at.hour < 5 else 40.0 + at.hour


def measured(
    curve: Curve, *, zone: str = "UTC", days: float = 28, now: datetime = NOW, period_s: int = HOUR_S
) -> tuple[list[float], list[float | None]]:
    """Times and values of the days before `now`, by the wall clock of the zone."""
    last = int(now.timestamp()) // period_s * period_s
    times = [float(at) for at in range(last - int(days * 86_400), last, period_s)]
    return times, [curve(datetime.fromtimestamp(at, ZoneInfo(zone))) for at in times]


def outlook(curve: Curve, *, zone: str = "UTC", days: float = 28, now: datetime = NOW) -> Outlook:
    times, values = measured(curve, zone=zone, days=days, now=now)
    return learn(times, values, ZoneInfo(zone), now.timestamp())


def series_of(curve: Curve, name: str = "CPUUtilization", *, number: int = 1, days: float = 28) -> Series:
    times, values = measured(curve, days=days)
    metric = metric_of(EC2, name, (("InstanceId", instance_id(number)),))
    statistic = "Maximum" if name == "CPUUtilization" else metric.statistic
    return Series(
        metric=metric.model_copy(update={"statistic": statistic}),
        period_s=HOUR_S,
        times=tuple(times),
        values=tuple(values),
    )


def moment(seconds: float, zone: str = "UTC") -> datetime:
    return datetime.fromtimestamp(seconds, ZoneInfo(zone))


def weeks_before(at: datetime, now: datetime = NOW) -> int:
    """0 in the seven days before now, 1 in those before."""
    return int((now - timedelta(seconds=1) - at.astimezone(UTC)) / timedelta(weeks=1))
