"""The load that each quarter hour of the week is likely to have, learnt from weeks laid over each other."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from core.windows.gappy import mean, median, percentile
from core.windows.grid import DAY, HOUR, WEEK, Floats
from core.windows.weeks import FEWEST_WEEKS, Weeks

_RECENCY = 0.85  # what a week counts beside the one after it
_NORMAL = 1.4826  # from a median deviation to a standard deviation
_CLIPPED = 2.5  # standard deviations: a value further out is taken for an accident and drawn in
_NEIGHBOURS = 2 * HOUR  # how far around a slot its usual scatter is measured


@dataclass(frozen=True, slots=True)
class Profile:
    """By quarter hour of the week: `expected` load, and `weeks` that of each week; NaN with fewer than two."""

    expected: Floats
    weeks: Floats

    @property
    def known(self) -> bool:
        """Whether anything can be said."""
        return bool(np.isfinite(self.expected).any())

    @property
    def by_hour(self) -> Floats:
        """The expected mean of the hour from each quarter hour of the week on; NaN where a part of it is unknown."""
        return np.asarray(_ahead(self.expected, HOUR).mean(axis=-1))


def profile_of(weeks: Weeks) -> Profile:
    """Learn from the weeks that were measured; a slot needs two of them, and one odd week moves it little."""
    load = weeks.load
    counts = np.isfinite(load).sum(axis=0)
    load = np.where(counts >= FEWEST_WEEKS, load, np.nan)
    usual = median(load)
    scatter = _scatter(load - usual)
    calm = np.clip(load, usual - _CLIPPED * scatter, usual + _CLIPPED * scatter)
    weights = np.where(np.isfinite(load), _RECENCY ** np.arange(len(load))[:, None], 0.0)
    total = weights.sum(axis=0)
    likely = np.divide(np.nansum(weights * calm, axis=0), total, out=np.full(WEEK, np.nan), where=total > 0)
    return Profile(_shrunk(likely, scatter, counts), load)


def _shrunk(likely: Floats, scatter: Floats, counts: Floats) -> Floats:
    """Each slot drawn to the same time of the other days, as far as the days differ by no more than chance."""
    days = likely.reshape(7, DAY)
    usual_day = mean(days)
    apart = days - usual_day
    noise = (scatter**2 / np.maximum(counts, 1)).reshape(7, DAY)
    both = np.isfinite(apart) & np.isfinite(noise)
    if not both.any():
        return likely
    between = max(0.0, float((apart[both] ** 2).mean() - noise[both].mean()))
    chance = float(noise[both].mean())
    own = between / (between + chance) if between + chance > 0 else 1.0
    return np.asarray(usual_day + own * apart).reshape(WEEK)


def _scatter(apart: Floats) -> Floats:
    """The usual deviation of a week around each slot of the week, from the slots up to two hours around it."""
    around = np.moveaxis(_ahead(np.abs(apart), 2 * _NEIGHBOURS + 1), 0, 1).reshape(WEEK, -1)
    return np.roll(percentile(around, 50), _NEIGHBOURS) * _NORMAL


def _ahead(values: Floats, length: int) -> Floats:
    """The `length` slots from each slot of the week on, around its end, as a new last axis."""
    turns = np.concatenate([values] * (2 + length // WEEK), axis=-1)
    return np.asarray(sliding_window_view(turns, length, axis=-1)[..., :WEEK, :])
