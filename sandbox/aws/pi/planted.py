"""Databases that Performance Insights watches, and their load, as stories plant them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from moto.rds.models import DBInstance, rds_backends

from sandbox.aws.account import Account

FREE_DAYS = 7
_ID_LENGTH = 26
Dimensions = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Load:
    """What sessions do from a moment on: how many at once, by wait event as (type, name), and by statement."""

    since: datetime
    waits: Mapping[tuple[str, str], float]
    statements: Mapping[str, float] = field(default_factory=dict)

    def by(self, group: str) -> Mapping[Dimensions, float]:
        """Sessions by the dimensions of a group."""
        if group == "db.wait_event":
            return {(("name", name), ("type", kind)): sessions for (kind, name), sessions in self.waits.items()}
        return {(("id", _digest(text)), ("statement", text)): sessions for text, sessions in self.statements.items()}


@dataclass(slots=True)
class Watched:
    """The loads of each database by its resource id, oldest first."""

    loads: dict[str, Sequence[Load]] = field(default_factory=dict)

    def switch_on(self, account: Account, db: str, *loads: Load) -> str:
        """Switch it on for a database that RDS knows, whose resource id is the answer; from now on RDS tells so."""
        # Moto gives all databases one resource id, and does not read EnablePerformanceInsights.
        database: DBInstance = rds_backends[account.id][account.region].databases[db]
        database.dbi_resource_id = f"db-{_digest(db).upper()[:_ID_LENGTH]}"
        vars(database).update(performance_insights_enabled=True, performance_insights_retention_period=FREE_DAYS)
        self.loads[database.dbi_resource_id] = sorted(loads, key=lambda load: load.since)
        return database.dbi_resource_id


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]
