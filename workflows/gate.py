"""The one place where a caller in Slack is let through or not."""

from collections.abc import Callable

from core.access import decide
from core.actor import Actor, Effect
from services.slack.directory import Directory


class Gate:
    """Decides with what the directory knows; for changes Slack is asked anew each time."""

    def __init__(self, directory: Directory, team_id: Callable[[], str]) -> None:
        self._directory = directory
        self._team_id = team_id

    def authorise(self, actor: Actor, effect: Effect) -> None:
        """Let an effect pass, or raise core.errors.NotAllowed."""
        facts = self._directory.facts(actor, self._team_id(), recheck=effect is not Effect.READ)
        decide(actor, effect, facts)
