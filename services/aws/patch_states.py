"""What Systems Manager says about patches: who is managed, what the last scan found, and what is missing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Generic, TypeVar

from core.errors import AssistantError, BadRequest, NotFound, Upstream
from core.gaps import Gap
from core.patches import Node, Patch, Scan
from services.aws.chunks import chunks
from services.aws.crew import Crew
from services.aws.deadline import patience_s
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_ssm.type_defs import (
        DescribeInstanceInformationRequestTypeDef,
        DescribeInstanceInformationResultTypeDef,
        DescribeInstancePatchesRequestTypeDef,
        DescribeInstancePatchesResultTypeDef,
        DescribeInstancePatchStatesRequestTypeDef,
        DescribeInstancePatchStatesResultTypeDef,
        InstanceInformationTypeDef,
        InstancePatchStateTypeDef,
        PatchComplianceDataTypeDef,
    )

# https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeInstancePatchStates.html: 50 ids in one
# call; API_DescribeInstanceInformation.html: pages of 50; API_DescribeInstancePatches.html: pages of 100.
AT_ONCE = 50
PAGE_SIZE = 100
TOKEN = "NextToken"  # noqa: S105  the name of a field
_INFORMATION, _STATES, _PATCHES = (
    "DescribeInstanceInformation",
    "DescribeInstancePatchStates",
    "DescribeInstancePatches",
)
Told = TypeVar("Told")
_Asked = tuple[tuple[str, ...], Future[dict[str, Told]]]


@dataclass(frozen=True, slots=True)
class Answers(Generic[Told]):
    """What was told, by instance id. Whoever is in neither `told` nor `unasked` is not known to Systems Manager."""

    told: Mapping[str, Told]
    unasked: Mapping[str, AssistantError]

    def gaps(self, what: str) -> tuple[Gap, ...]:
        """What is missing and why, once for each reason; `what` names it for so many instances."""
        reasons: dict[str, list[AssistantError]] = {}
        for error in self.unasked.values():
            reasons.setdefault(error.sentence, []).append(error)
        return tuple(
            Gap(what=what.format(count=len(errors)), why=why, advice=errors[0].advice)
            for why, errors in reasons.items()
        )


class PatchStates:
    """Asks Systems Manager, about many instances side by side on the threads of `crew`."""

    def __init__(self, aws: Aws, crew: Crew) -> None:
        self._aws = aws
        self._crew = crew

    def nodes(self, instance_ids: Sequence[str]) -> Answers[Node]:
        """Which of the instances are managed, and whether their agents are heard of."""
        return self._by_portion(self._nodes, instance_ids, _INFORMATION)

    def scans(self, instance_ids: Sequence[str]) -> Answers[Scan]:
        """What the last scan of each found; one that was never scanned is not told of."""
        return self._by_portion(self._scans, instance_ids, _STATES)

    def missing(
        self, instance_ids: Sequence[str], on_each: Callable[[int], object] = lambda _: None
    ) -> Answers[tuple[Patch, ...]]:
        """The patches that are missing or failed; `on_each` hears how many instances have been read."""
        names = dict.fromkeys(instance_ids)
        asked: list[_Asked[tuple[Patch, ...]]] = [((name,), self._crew.submit(self._missing, name)) for name in names]
        for number, (_, future) in enumerate(asked, start=1):
            wait([future], timeout=patience_s())
            on_each(number)
        return _gathered(asked, _PATCHES)

    def _by_portion(
        self, ask: Callable[[Sequence[str]], dict[str, Told]], instance_ids: Sequence[str], operation: str
    ) -> Answers[Told]:
        asked: list[_Asked[Told]] = [
            (tuple(portion), self._crew.submit(_known, ask, portion)) for portion in chunks(instance_ids, AT_ONCE)
        ]
        wait([future for _, future in asked], timeout=patience_s())
        return _gathered(asked, operation)

    def _nodes(self, instance_ids: Sequence[str]) -> dict[str, Node]:
        request: DescribeInstanceInformationRequestTypeDef = {
            "Filters": [{"Key": "InstanceIds", "Values": instance_ids}],
            "MaxResults": AT_ONCE,
        }

        def ask(token: str) -> "DescribeInstanceInformationResultTypeDef":
            with self._aws.asking("ssm", _INFORMATION):
                client = self._aws.client("ssm")
                return client.describe_instance_information(**({**request, TOKEN: token} if token else request))

        wires = (wire for page in every_page(ask, TOKEN) for wire in page.get("InstanceInformationList", []))
        return {node.instance_id: node for node in map(node_of, wires)}

    def _scans(self, instance_ids: Sequence[str]) -> dict[str, Scan]:
        request: DescribeInstancePatchStatesRequestTypeDef = {"InstanceIds": instance_ids, "MaxResults": AT_ONCE}

        def ask(token: str) -> "DescribeInstancePatchStatesResultTypeDef":
            with self._aws.asking("ssm", _STATES):
                client = self._aws.client("ssm")
                return client.describe_instance_patch_states(**({**request, TOKEN: token} if token else request))

        wires = (wire for page in every_page(ask, TOKEN) for wire in page.get("InstancePatchStates", []))
        return {scan.instance_id: scan for scan in map(scan_of, wires)}

    def _missing(self, instance_id: str) -> dict[str, tuple[Patch, ...]]:
        request: DescribeInstancePatchesRequestTypeDef = {
            "InstanceId": instance_id,
            "Filters": [{"Key": "State", "Values": ["Missing", "Failed"]}],
            "MaxResults": PAGE_SIZE,
        }

        def ask(token: str) -> "DescribeInstancePatchesResultTypeDef":
            with self._aws.asking("ssm", _PATCHES):
                client = self._aws.client("ssm")
                return client.describe_instance_patches(**({**request, TOKEN: token} if token else request))

        wires = (wire for page in every_page(ask, TOKEN) for wire in page.get("Patches", []))
        return {instance_id: tuple(patch_of(wire) for wire in wires)}


def _known(ask: Callable[[Sequence[str]], dict[str, Told]], instance_ids: Sequence[str]) -> dict[str, Told]:
    """The answer about those that AWS knows: one that it does not know, gone since it was listed, fails all others."""
    try:
        return ask(instance_ids)
    except NotFound:
        half = len(instance_ids) // 2
        return {**_known(ask, instance_ids[:half]), **_known(ask, instance_ids[half:])} if half else {}


def _gathered(asked: Iterable[_Asked[Told]], operation: str) -> Answers[Told]:
    told: dict[str, Told] = {}
    unasked: dict[str, AssistantError] = {}
    for names, future in asked:
        try:
            told.update(future.result(timeout=0))
        except TimeoutError:
            future.cancel()
            unasked.update(dict.fromkeys(names, Upstream.timed_out(operation)))
        except (BadRequest, NotFound, Upstream) as error:
            unasked.update(dict.fromkeys(names, error))
    return Answers(told, unasked)


def node_of(wire: "InstanceInformationTypeDef") -> Node:
    """Read one row; an agent that is not said to be online counts as silent."""
    pinged = wire.get("LastPingDateTime")
    return Node(
        instance_id=wire.get("InstanceId", ""),
        online=wire.get("PingStatus") == "Online",
        last_ping=pinged.astimezone(UTC) if pinged else None,
        platform=wire.get("PlatformName", ""),
    )


def scan_of(wire: "InstancePatchStateTypeDef") -> Scan:
    """Read one row."""
    return Scan(
        instance_id=wire["InstanceId"],
        operation=wire["Operation"],
        ended=wire["OperationEndTime"].astimezone(UTC),
        installed=wire.get("InstalledCount", 0),
        missing=wire.get("MissingCount", 0),
        failed=wire.get("FailedCount", 0),
        rejected=wire.get("InstalledRejectedCount", 0),
        pending_reboot=wire.get("InstalledPendingRebootCount", 0),
        critical=wire.get("CriticalNonCompliantCount", 0),
        security=wire.get("SecurityNonCompliantCount", 0),
    )


def patch_of(wire: "PatchComplianceDataTypeDef") -> Patch:
    """Read one patch; its CVE ids come as one text."""
    return Patch(
        name=wire["KBId"],
        title=wire["Title"],
        classification=wire["Classification"],
        severity=wire["Severity"],
        failed=wire["State"].upper() == "FAILED",
        cves=tuple(filter(None, (cve.strip() for cve in wire.get("CVEIds", "").split(",")))),
    )
