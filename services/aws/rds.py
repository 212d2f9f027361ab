"""What RDS says happened to a database, and whether it watches its load."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.errors import NotFound
from core.model import Model
from services.aws.persistence import every_page, persistently
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_rds.type_defs import DBInstanceMessageTypeDef, EventsMessageTypeDef

_TOKEN = "Marker"  # noqa: S105  the name of a field


class DatabaseEvent(Model):
    """One event. `categories` are RDS's words, such as failover, availability, low storage."""

    at: datetime
    message: str
    categories: tuple[str, ...]


class Database(Model):
    """One database. `resource_id` is its lasting id (db-…); `insights`: Performance Insights is switched on for it."""

    resource_id: str
    insights: bool


class Rds:
    """Asks RDS."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def database(self, db: str) -> Database:
        """A database by its name.

        Raises:
            NotFound: there is no such database.
            Upstream: RDS did not answer.
        """

        def ask() -> "DBInstanceMessageTypeDef":
            with self._aws.asking("rds", "DescribeDBInstances"):
                return self._aws.client("rds").describe_db_instances(DBInstanceIdentifier=db)

        found = persistently(ask).get("DBInstances", [])
        if not found:
            raise NotFound(f"There is no database {db}.")
        on = found[0].get("PerformanceInsightsEnabled", False)
        return Database(resource_id=found[0].get("DbiResourceId", ""), insights=on)

    def events(self, db: str, since: datetime, until: datetime) -> tuple[DatabaseEvent, ...]:
        """What happened to a database between two moments, newest first; RDS keeps events for two weeks.

        Raises:
            Upstream: RDS did not answer.
        """

        def ask(token: str) -> "EventsMessageTypeDef":
            with self._aws.asking("rds", "DescribeEvents"):
                more = {"Marker": token} if token else {}
                return self._aws.client("rds").describe_events(
                    SourceIdentifier=db,
                    SourceType="db-instance",
                    StartTime=since,
                    EndTime=until,
                    **more,  # type: ignore[arg-type]  # a text
                )

        found = [
            DatabaseEvent(
                at=each["Date"].astimezone(UTC),
                message=each.get("Message", ""),
                categories=tuple(each.get("EventCategories", [])),
            )
            for page in every_page(ask, _TOKEN)
            for each in page.get("Events", [])
            if "Date" in each
        ]
        return tuple(sorted(found, key=lambda one: one.at, reverse=True))
