"""From instance ids to everything that an event about them could name."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.detections.event import event_of
from core.fleet import Instance
from core.gaps import Gap
from core.security.scope import Scope
from services.aws.crew import Crew
from services.aws.ec2 import Ec2, missing
from services.aws.session import Aws
from workflows.security.sources import Event
from workflows.targets import plain_ids
from workflows.told import absent_gap

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """Instances as they are now: their ids, what people call them, what belongs to them, and what is not known."""

    instance_ids: tuple[str, ...]
    label: str
    scope: Scope
    gaps: tuple[Gap, ...] = ()


class Scoping:
    """Looks instances up."""

    def __init__(self, aws: Aws, ec2: Ec2, crew: Crew) -> None:
        self._aws = aws
        self._ec2 = ec2
        self._crew = crew

    def subject(self, given: Sequence[str]) -> Subject:
        """What belongs to the instances; without any it is the whole account.

        Raises:
            NotFound: none of them exists in this account and region.
            Upstream: EC2 did not tell, so that nobody knows what to look for.
        """
        if not given:
            return Subject((), "", Scope())
        account = self._crew.answer(lambda: self._aws.account, "GetCallerIdentity")
        ids = plain_ids(given, account, self._aws.region)
        fleet = self._crew.answer(lambda: self._ec2.instances(ids), "DescribeInstances")
        if not fleet.instances:
            raise self._ec2.not_found(ids)
        gone = missing(ids, fleet)
        gaps = (absent_gap(self._ec2.not_found(gone)),) if gone else ()
        return Subject(ids, _label(fleet.instances), _scope(fleet.instances), gaps)


def with_roles(scope: Scope, events: Sequence[Event]) -> Scope:
    """The same with the roles that the machines used in the events: a session of a machine is named after it."""
    if scope.everything:
        return scope
    who = (event_of(0, event).who for event in events)
    used = (each.role for each in who if each.role and each.session in scope.ids)
    return scope.model_copy(update={"roles": tuple(dict.fromkeys((*scope.roles, *used)))})


def _scope(instances: Sequence[Instance]) -> Scope:
    ids = (
        each
        for instance in instances
        for each in (
            instance.instance_id,
            *instance.security_group_ids,
            *instance.volume_ids,
            *instance.interface_ids,
        )
    )
    profiles = tuple(dict.fromkeys(each.profile for each in instances if each.profile))
    return Scope(ids=tuple(dict.fromkeys(ids)), profiles=profiles)


def _label(instances: Sequence[Instance]) -> str:
    names = [each.label for each in instances]
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
