"""What is known of a machine's load: how it goes through a week, and how well it is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from core.windows.grid import DAY, STEP_S, WEEK, Floats, grid_of
from core.windows.profile import Profile, profile_of
from core.windows.weeks import FEWEST_WEEKS, MOST_WEEKS, Weeks, weeks_of

DAY_S = DAY * STEP_S
HISTORY_S = MOST_WEEKS * WEEK * STEP_S


@dataclass(frozen=True)
class Outlook:
    """`now_load` is the mean of the last measured hour, None where nothing was measured in the last two.

    `known_days` is from the first measurement until now, `missing` the share of that time without measurements.
    """

    now_s: float
    zone: ZoneInfo
    weeks: Weeks
    profile: Profile
    known_days: float
    missing: float
    now_load: float | None

    @property
    def enough(self) -> bool:
        """Whether there are two weeks to learn from."""
        return self.known_days >= self.needed_days and bool(np.isfinite(self.profile.by_hour).any())

    @property
    def needed_days(self) -> float:
        """Two weeks, less an hour or so that has not been reported yet."""
        return FEWEST_WEEKS * 7 - 0.1

    @property
    def enough_at_s(self) -> float:
        """When there will be two weeks, if measuring goes on."""
        return self.now_s + max(0.0, self.needed_days - self.known_days) * DAY_S

    @cached_property
    def by_hour(self) -> Floats:
        """The expected load of the hours of the week that are known, in no order."""
        hours = self.profile.by_hour
        return hours[np.isfinite(hours)]

    @property
    def quietest(self) -> float:
        """The least load of an hour of the week."""
        return float(self.by_hour.min())

    @property
    def busiest(self) -> float:
        """The greatest load of an hour of the week."""
        return float(self.by_hour.max())

    @property
    def usual(self) -> float:
        """The load of an ordinary hour."""
        return float(np.median(self.by_hour))

    @property
    def reach(self) -> float:
        """How far the hours of the week lie apart; 0 for a constant load."""
        return self.busiest - self.quietest

    @property
    def flat(self) -> bool:
        """Whether it matters little when: the hours differ by less than a quarter of the ordinary load."""
        return self.reach <= abs(self.usual) / 4


def learn(times: Sequence[float], values: Sequence[float | None], zone: ZoneInfo, now_s: float) -> Outlook:
    """Learn from up to four weeks before `now_s`; what is later is not looked at.

    Raises:
        ValueError: there are not as many times as values.
    """
    # An hour more, as one week of the four may have had an hour more on the wall.
    grid = grid_of(times, values, now_s - HISTORY_S - 3600, now_s)
    known = np.flatnonzero(np.isfinite(grid.values))
    since = int(known[0]) if len(known) else len(grid.values)
    weeks = weeks_of(grid, int(now_s // STEP_S), zone)
    return Outlook(
        now_s=now_s,
        zone=zone,
        weeks=weeks,
        profile=profile_of(weeks),
        known_days=(len(grid.values) - since) / DAY,
        missing=1 - len(known) / (len(grid.values) - since) if len(known) else 1.0,
        now_load=_lately(grid.values),
    )


def _lately(values: Floats) -> float | None:
    lately = values[-8:][np.isfinite(values[-8:])][-4:]
    return float(lately.mean()) if len(lately) else None
