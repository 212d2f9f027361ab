"""The instances of one account and region."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypedDict

from core.errors import NotFound, Upstream
from core.fleet import Instance
from core.gaps import Gap
from services.aws.chunks import chunks
from services.aws.exposure import Interface, Reach, exposed, interfaces_of, public_groups, reach_of
from services.aws.instance import instance_of
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_ec2.type_defs import (
        DescribeInstancesResultTypeDef,
        DescribeSecurityGroupsResultTypeDef,
        FilterTypeDef,
        InstanceTypeDef,
    )

# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html: 200 values in one filter.
FILTER_VALUES = 200
PAGE_SIZE = 1000
_ALIVE: "FilterTypeDef" = {
    "Name": "instance-state-name",
    "Values": ["pending", "running", "shutting-down", "stopping", "stopped"],
}
_WHICH_ARE_EXPOSED = "which instances the internet can reach"


class _Following(TypedDict, total=False):
    NextToken: str


@dataclass(frozen=True, slots=True)
class Fleet:
    """The instances that were found, ordered by id, and what could not be learnt about them."""

    instances: tuple[Instance, ...]
    gaps: tuple[Gap, ...] = ()


class Ec2:
    """Asks EC2."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def instances(self, instance_ids: Sequence[str] = ()) -> Fleet:
        """Every instance, or those named, without terminated ones; a name that EC2 does not know is left out.

        Where the security groups could not be read, `exposed` is None and a gap says why.

        Raises:
            Upstream: EC2 did not list all instances. A part of them would make the others look unknown.
        """
        wires = self._described(instance_ids)
        cards = {wire["InstanceId"]: interfaces_of(wire) for wire in wires}
        reaches, gaps = self._reaches(card for several in cards.values() for card in several)
        found = (instance_of(wire, exposed=exposed(cards[wire["InstanceId"]], reaches)) for wire in wires)
        instances = tuple(sorted(found, key=lambda instance: instance.instance_id))
        if not gaps:
            gaps = _unread_lists(cards, reaches)
        return Fleet(instances, gaps)

    def matching(self, *either: Mapping[str, Sequence[str]]) -> tuple[Instance, ...]:
        """The instances that one of several sets of EC2's filters finds, each once; who reaches them is not looked at.

        Raises:
            Upstream: EC2 did not list all of them.
        """
        wanted = [[*_filters(each), _ALIVE] for each in either]
        found = {wire["InstanceId"]: wire for wire in self._filtered(wanted)}
        return tuple(instance_of(found[ident], exposed=None) for ident in sorted(found))

    def not_found(self, instance_ids: Sequence[str]) -> NotFound:
        """Say which ids are unknown, and where we looked."""
        be = "is" if len(instance_ids) == 1 else "are"
        place = f"account {self._aws.account}, {self._aws.region}"
        return NotFound(
            f"{', '.join(instance_ids)} {be} not found in {place}.",
            advice="Check the id, and that the instance is in this account and region and not terminated.",
        )

    def _described(self, instance_ids: Sequence[str]) -> "list[InstanceTypeDef]":
        # Filters, because one unknown id in InstanceIds fails the whole call and names only one of them.
        named: list[list[FilterTypeDef]] = [
            [{"Name": "instance-id", "Values": portion}, _ALIVE] for portion in chunks(instance_ids, FILTER_VALUES)
        ]
        return self._filtered(named or [[_ALIVE]])

    def _filtered(self, several: "list[list[FilterTypeDef]]") -> "list[InstanceTypeDef]":
        def ask(filters: "list[FilterTypeDef]", token: str) -> "DescribeInstancesResultTypeDef":
            with self._aws.asking("ec2", "DescribeInstances"):
                client = self._aws.client("ec2")
                return client.describe_instances(Filters=filters, MaxResults=PAGE_SIZE, **_from(token))

        return [
            wire
            for filters in several
            for page in every_page(partial(ask, filters), "NextToken")
            for reservation in page.get("Reservations", [])
            for wire in reservation.get("Instances", [])
        ]

    def _reaches(self, cards: Iterable[Interface]) -> tuple[dict[str, Reach], tuple[Gap, ...]]:
        reaches: dict[str, Reach] = {}
        try:
            for portion in chunks(sorted(public_groups(cards)), FILTER_VALUES):
                reaches.update(self._described_groups(portion))
        except Upstream as error:
            return reaches, (Gap(what=_WHICH_ARE_EXPOSED, why=error.sentence, advice=error.advice),)
        return reaches, ()

    def _described_groups(self, group_ids: list[str]) -> dict[str, Reach]:
        named: FilterTypeDef = {"Name": "group-id", "Values": group_ids}

        def ask(token: str) -> "DescribeSecurityGroupsResultTypeDef":
            with self._aws.asking("ec2", "DescribeSecurityGroups"):
                client = self._aws.client("ec2")
                return client.describe_security_groups(Filters=[named], MaxResults=PAGE_SIZE, **_from(token))

        pages = every_page(ask, "NextToken")
        return {group["GroupId"]: reach_of(group) for page in pages for group in page.get("SecurityGroups", [])}


def _filters(wanted: Mapping[str, Sequence[str]]) -> "list[FilterTypeDef]":
    return [{"Name": name, "Values": list(values)} for name, values in wanted.items()]


def _from(token: str) -> "_Following":
    return {"NextToken": token} if token else {}


def missing(instance_ids: Iterable[str], fleet: Fleet) -> tuple[str, ...]:
    """The ids that were asked for and not found, in the order they were asked."""
    found = {instance.instance_id for instance in fleet.instances}
    return tuple(dict.fromkeys(wanted for wanted in instance_ids if wanted not in found))


def _unread_lists(cards: Mapping[str, Sequence[Interface]], reaches: Mapping[str, Reach]) -> tuple[Gap, ...]:
    unknown = sorted(name for name, several in cards.items() if exposed(several, reaches) is None)
    if not unknown:
        return ()
    why = "Their security groups name prefix lists, which are not read, or belong to another account."
    return (Gap(what=f"whether the internet can reach {', '.join(unknown)}", why=why),)
