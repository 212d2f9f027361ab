"""How the assistant is doing, put together from what each part says of itself."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot import VERSION
from core.answers.health import Health, Part, State
from core.clock import Clock

_MCP_NEEDS = frozenset({"AWS", "state"})
Check = Callable[[], Sequence[Part]]


class HealthBoard:
    """Asks its checks whenever somebody asks it; a check must answer from memory, without waiting for anyone else."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._checks: list[Check] = []

    def add(self, *checks: Check) -> None:
        """Parts to show, in this order."""
        self._checks.extend(checks)

    def report(self) -> Health:
        """Every part as it is now."""
        return summed_up([part for check in self._checks for part in check()], self._clock.now())


def summed_up(parts: Sequence[Part], at: datetime) -> Health:
    """The whole from its parts: healthy only when none is down or unknown."""
    worst = {part.state for part in parts}
    down = [part for part in parts if part.state is State.DOWN]
    slack = next((part for part in parts if part.name == "Slack"), None)
    return Health(
        status="unhealthy" if down else "degraded" if State.UNKNOWN in worst else "healthy",
        bot_status="active" if slack and slack.state is State.GOOD else (slack.detail if slack else "not running here"),
        mcp_status=_mcp_status(parts),
        version=VERSION,
        at=at,
        parts=tuple(parts),
    )


def _mcp_status(parts: Sequence[Part]) -> str:
    """MCP clients start a process of their own; what its calls need is AWS and the state."""
    missing = (part for part in parts if part.name in _MCP_NEEDS and part.state in {State.DOWN, State.UNKNOWN})
    return next((part.detail for part in missing), "connected")
