"""How fast messages may go into each channel."""

from dataclasses import dataclass
from threading import Lock

from core.clock import Clock


@dataclass(slots=True)
class _Channel:
    tokens: float
    counted: float
    held_until: float


class Pace:
    """A short burst, then one message per interval and channel; a channel that Slack asks to spare waits alone."""

    def __init__(self, clock: Clock, *, between_s: float, burst: int) -> None:
        self._clock = clock
        self._between_s = between_s
        self._burst = burst
        self._channels: dict[str, _Channel] = {}
        self._lock = Lock()

    def free(self, channel: str) -> bool:
        """Whether a message may go into the channel now."""
        with self._lock:
            now = self._clock.monotonic()
            state = self._state(channel, now)
            return state.tokens >= 1 and state.held_until <= now

    def spend(self, channel: str) -> None:
        """Count a message that goes into the channel now."""
        with self._lock:
            self._state(channel, self._clock.monotonic()).tokens -= 1

    def hold(self, channel: str, seconds: float) -> None:
        """Send nothing into the channel for so long."""
        with self._lock:
            now = self._clock.monotonic()
            state = self._state(channel, now)
            state.held_until = max(state.held_until, now + seconds)

    def _state(self, channel: str, now: float) -> _Channel:
        state = self._channels.setdefault(channel, _Channel(self._burst, now, now))
        earned = (now - state.counted) / self._between_s
        state.tokens = min(self._burst, state.tokens + earned)
        state.counted = now
        return state
