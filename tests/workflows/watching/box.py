"""Where alerts of our own end up in tests."""

from collections.abc import Sequence

from core.alerts.alert import Alert


class Inbox:
    """Alerts as they were raised, oldest first."""

    def __init__(self) -> None:
        self.alerts: list[Alert] = []

    def accept(self, alerts: Sequence[Alert]) -> None:
        self.alerts += alerts

    @property
    def titles(self) -> list[tuple[str, str]]:
        """What was raised, with its state."""
        return [(alert.title, alert.state.value) for alert in self.alerts]
