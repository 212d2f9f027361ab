"""Divides a large answer: each page covers one stretch of time, of all queries or of as many as a page can hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.aws.cloudwatch.series import Ask
from sandbox.aws.cloudwatch.windows import oldest_kept


@dataclass(frozen=True, slots=True)
class Slice:
    """One page: the queries from `first` up to `last`, the periods that begin in start <= time < end."""

    first: int
    last: int
    start: float
    end: float
    final: bool


class Slices:
    """The pages of one request; they are counted from the oldest, so that passing time shifts none of them."""

    def __init__(self, asked: Sequence[Ask], most: int, *, descending: bool, now: float) -> None:
        self._count = len(asked)
        self._start = min((one.start for one in asked), default=0)
        self._end = max(min(max((one.end for one in asked), default=0), now), self._start)
        oldest = min((oldest_kept(now, one.period) for one in asked), default=0)
        self._oldest = min(max(oldest, self._start), self._end)
        self._descending = descending
        self._group = max(min(self._count, most), 1)
        self._groups = max(-(-self._count // self._group), 1)
        self._length = self._length_of(asked, most)
        self._last = max(-int(-(self._end - self._start) // self._length), 1) - 1
        self._earliest = min(int((self._oldest - self._start) // self._length), self._last)

    def first(self) -> int:
        """The number of the first page."""
        return (self._last if self._descending else self._earliest) * self._groups

    def after(self, number: int) -> int | None:
        """The number of the page that follows; None at the end."""
        stretch, group = divmod(number, self._groups)
        if group + 1 < self._groups:
            return number + 1
        stretch += -1 if self._descending else 1
        return stretch * self._groups if self._earliest <= stretch <= self._last else None

    def at(self, number: int) -> Slice:
        """The page of this number."""
        stretch, group = divmod(number, self._groups)
        begin = self._start + stretch * self._length
        final = stretch == (self._earliest if self._descending else self._last)
        first = group * self._group
        return Slice(first, first + self._group, begin, begin + self._length, final)

    def _length_of(self, asked: Sequence[Ask], most: int) -> float:
        """Seconds of a stretch in which no group of queries has more points than a page holds."""
        groups = [asked[first : first + self._group] for first in range(0, self._count, self._group)]
        kept, whole = self._end - self._oldest + 1, self._end - self._start + 1
        return min((_fitting(group, most, kept, whole) for group in groups), default=whole)


def _fitting(group: Sequence[Ask], most: int, kept: float, whole: float) -> float:
    if sum(-(-kept // one.period) for one in group) <= most:
        return whole
    finest = min(one.period for one in group)
    per_step = sum(finest / one.period for one in group)
    # Every query may have one point more than its share, because its periods begin anywhere.
    steps = int((most - len(group)) / per_step)
    return max(steps, 1) * finest
