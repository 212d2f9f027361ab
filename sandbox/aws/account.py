"""The seeded account: what the overlay's operations read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox.aws.findings import FindingIndex, Host

ACCOUNT_ID = "123456789012"
DEFAULT_REGION = "us-west-2"


@dataclass(frozen=True, slots=True)
class Account:
    """One account in one region at the moment the sandbox started."""

    id: str
    region: str
    started: datetime
    hosts: Mapping[str, Host]
    findings: FindingIndex
    enabled: bool = True

    def elsewhere(self, account_id: str, region: str) -> "Account":
        """What another account or region sees: Inspector is off there and nothing is managed."""
        return Account(account_id, region, self.started, {}, FindingIndex(()), enabled=False)
