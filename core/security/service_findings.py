"""What AWS's own security services say about the same time."""

from datetime import datetime
from typing import Literal

from core.findings import Severity
from core.model import Model

Service = Literal["GuardDuty", "Security Hub", "Inspector"]


class ServiceFinding(Model):
    """One finding of a service of AWS. `resources` are ids or ARNs, `actors` users, roles and addresses it names."""

    service: Service
    finding_id: str
    title: str
    severity: Severity
    at: datetime | None
    resources: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()


class Source(Model):
    """One service that was asked: `enabled` None where it could not be asked, which the answer's gaps explain."""

    name: str
    enabled: bool | None
    detail: str = ""
