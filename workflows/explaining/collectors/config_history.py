"""How the alert's own thing was configured before, where AWS Config records it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol

from core.causes.arns import arns_of
from core.causes.evidence import Evidence
from core.drift.earlier import between, touched
from core.errors import NotFound
from core.resource_history import ConfigurationItem, ResourceHistory
from services.aws.rds import Rds
from workflows.explaining.case import Case, Gathered, unasked

_BEFORE = timedelta(hours=2)
_LONGEST = 200
# The things of a subject whose name is what Config calls them.
_TYPES = {
    "instance_id": "AWS::EC2::Instance",
    "volume_id": "AWS::EC2::Volume",
    "function": "AWS::Lambda::Function",
    "table": "AWS::DynamoDB::Table",
}
# Those that Config knows by their ARN.
_BY_ARN = {"ecs_service": "AWS::ECS::Service", "balancer": "AWS::ElasticLoadBalancingV2::LoadBalancer"}
_DATABASE = "AWS::RDS::DBInstance"
# What changes while nobody changes anything.
_PASSING = frozenset(
    {
        "state",
        "stateReason",
        "stateTransitionReason",
        "launchTime",
        "lastModified",
        "itemCount",
        "dBInstanceStatus",
        "latestRestorableTime",
    }
)


class Histories(Protocol):
    """See `services.aws.config_history.ConfigHistory`."""

    def of(self, resource_type: str, resource_id: str, since: datetime, until: datetime) -> ResourceHistory:
        """Items of a resource; nothing is raised."""
        ...


class ConfigCollector:
    """Asks AWS Config."""

    about = "how it was configured before (AWS Config)"

    def __init__(self, histories: Histories, rds: Rds) -> None:
        self._histories = histories
        self._rds = rds

    def collect(self, case: Case) -> Gathered:
        """What was different until a moment in the two hours before, from what to what."""
        try:
            found = self._recorded(case)
        except NotFound:
            return unasked(self.about, f"there is no database {case.subject.db} in RDS any more")
        if found is None:
            return unasked(self.about, "the alert names no thing that it could have recorded")
        name, kind, known_as = found
        told = self._histories.of(kind, known_as, case.alarmed_at - _BEFORE, case.now)
        return Gathered(evidence=tuple(_changes(name, told.items, case)), gaps=told.gaps)

    def _recorded(self, case: Case) -> tuple[str, str, str] | None:
        """The alert's thing: its name, its type, and the id by which Config knows it."""
        named, arns = case.subject.values(), arns_of(case.subject, case.alert.account, case.alert.region)
        by_name = [(named[name], kind, named[name]) for name, kind in _TYPES.items() if name in named]
        by_arn = [(named[name], kind, arns[name]) for name, kind in _BY_ARN.items() if name in arns]
        if not by_name and "db" in named:
            return named["db"], _DATABASE, self._rds.database(named["db"]).resource_id
        return next(iter((*by_name, *by_arn)), None)


def _changes(name: str, newest_first: Sequence[ConfigurationItem], case: Case) -> Iterator[Evidence]:
    for now, then in pairwise(newest_first):
        if not case.alarmed_at - _BEFORE <= now.at <= case.now:
            continue
        before, after = touched(between(_lasting(then), _lasting(now)))
        if before or after:
            said = f"{name} was changed: {before[:_LONGEST]} became {after[:_LONGEST]}."
            values = {"configured": name, "config_before": before[:_LONGEST], "config_after": after[:_LONGEST]}
            yield Evidence(
                kind="change_before", source="AWS Config", said=said, component=name, first_seen=now.at, values=values
            )


def _lasting(item: ConfigurationItem) -> dict[str, object]:
    return {name: value for name, value in item.configuration.items() if name not in _PASSING}
