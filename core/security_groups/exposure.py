"""How much a change opens."""

from enum import StrEnum


class Exposure(StrEnum):
    """What a change opens, worst first. NONE: nothing that anybody has to look at."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"

    @property
    def weight(self) -> int:
        """0 for NONE to 4 for CRITICAL."""
        return _WORST_FIRST[::-1].index(self)


_WORST_FIRST = tuple(Exposure)


def worst(*levels: Exposure) -> Exposure:
    """The worst of some levels; NONE where there are none."""
    return max(levels, key=lambda level: level.weight, default=Exposure.NONE)


def at_most(level: Exposure, limit: Exposure) -> Exposure:
    """The level, no worse than the limit."""
    return min(level, limit, key=lambda one: one.weight)
