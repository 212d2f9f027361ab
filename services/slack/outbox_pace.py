"""How fast messages may go into each channel."""

from dataclasses import dataclass
from threading import Lock

from core.clock import Clock


@dataclass(slots=True)
class _Channel:
    tokens: float
    counted: float
    held_until: float
    failures: int = 0
    worked: bool = False


class Pace:
    """A short burst, then one message per interval and channel; a channel that Slack asks to spare waits alone."""

    def __init__(self, clock: Clock, *, between_s: float, burst: int) -> None:
        self._clock = clock
        self._between_s = between_s
        self._burst = burst
        self._channels: dict[str, _Channel] = {}
        self._arrived_at = clock.monotonic()
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

    def failed(self, channel: str) -> int:
        """Count a failure and return how many there were in a row."""
        with self._lock:
            state = self._state(channel, self._clock.monotonic())
            state.failures += 1
            return state.failures

    def arrived(self, channel: str) -> None:
        """The channel works."""
        with self._lock:
            state = self._state(channel, self._clock.monotonic())
            state.failures, state.worked = 0, True
            self._arrived_at = self._clock.monotonic()

    @property
    def quiet_for_s(self) -> float:
        """How long ago anything arrived in any channel; at first, since the process began."""
        return self._clock.monotonic() - self._arrived_at

    def works(self, channel: str) -> bool:
        """Whether the last thing that was tried in the channel arrived."""
        with self._lock:
            state = self._state(channel, self._clock.monotonic())
            return state.worked and not state.failures

    def _state(self, channel: str, now: float) -> _Channel:
        state = self._channels.setdefault(channel, _Channel(self._burst, now, now))
        earned = (now - state.counted) / self._between_s
        state.tokens = min(self._burst, state.tokens + earned)
        state.counted = now
        return state
