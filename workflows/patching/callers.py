"""Who a caller outside Slack is in Slack: the policy maps the ARN of their AWS credentials to a user id.

A process that speaks MCP on its standard input is as local as a terminal, and stands for the same person.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from core.actor import Actor, Door, Effect
from core.patching.policy import Policy


class Callers:
    """Names callers. `arn` asks AWS who the process is; `team_id` is the installed workspace's."""

    def __init__(self, policy: Policy, arn: Callable[[], str], team_id: Callable[[], str]) -> None:
        self._policy = policy
        self._arn = arn
        self._team_id = team_id

    def named(self, actor: Actor) -> Actor:
        """The same caller with a Slack user id where one is known.

        Raises:
            Upstream: AWS did not say who calls.
        """
        match actor.door:
            case Door.SLACK | Door.SCHEDULER:
                return actor
            case Door.CLI | Door.MCP if actor.user_id:
                # The door knows already who it is, such as the owner of a key.
                return actor
            case Door.CLI | Door.MCP:
                user_id = self._policy.callers.get(self._arn(), "") if self._policy.callers else ""
                return replace(actor, user_id=user_id, team_id=self._team_id()) if user_id else actor
            case _:
                assert_never(actor.door)

    def gate(self, authorise: Callable[[Actor, Effect], None]) -> Callable[[Actor, Effect], None]:
        """The same rule for callers that are named first where they want to change something."""

        def decide(actor: Actor, effect: Effect) -> None:
            authorise(actor if effect is Effect.READ else self.named(actor), effect)

        return decide
