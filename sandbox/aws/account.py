"""The seeded account: what the overlay's operations read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.aws.effects import Effects
from sandbox.aws.findings import FindingIndex, Host
from sandbox.aws.life import Life, Lives
from sandbox.aws.scenarios import Scenarios
from sandbox.aws.state import State
from sandbox.aws.timeline import Timeline

ACCOUNT_ID = "123456789012"
DEFAULT_REGION = "us-west-2"


@dataclass(frozen=True, slots=True)
class Account:
    """One account in one region at the moment the sandbox started, and what has happened in it since."""

    id: str
    region: str
    started: datetime
    hosts: Mapping[str, Host]
    findings: FindingIndex
    enabled: bool = True
    timeline: Timeline = field(default_factory=Timeline)
    state: State = field(default_factory=State)

    @property
    def effects(self) -> Effects:
        """What really changed."""
        return self.state.of(Effects)

    @property
    def scenarios(self) -> Scenarios:
        """What goes wrong on which machine."""
        return self.state.of(Scenarios)

    def life(self, instance_id: str) -> Life:
        """What has become of a machine."""
        return self.state.of(Lives).of(instance_id)

    def elsewhere(self, account_id: str, region: str) -> "Account":
        """What another account or region sees: Inspector is off there and nothing is managed."""
        timeline = Timeline(self.timeline.speed)
        return Account(account_id, region, self.started, {}, FindingIndex(()), enabled=False, timeline=timeline)
