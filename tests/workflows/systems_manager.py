"""A Systems Manager that answers at once what a test told it to, or fails as told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from core.clock import Clock
from core.compliance import PatchRules
from core.errors import AssistantError
from core.fleet import Instance
from core.patches import Node, Patch, Scan
from services.aws.crew import Crew
from services.aws.patch_states import Answers, PatchStates
from tests.core.examples import NOW, instance_id
from tests.workflows.fakes import DENIED, Account, FakeAws, FakeEc2, surveyor
from workflows.compliance import Compliance, PatchSources
from workflows.sightings import Seen
from workflows.vulnerabilities import Vulnerabilities

T = TypeVar("T")
CREW = Crew(2)


def node(number: int = 1, **more: object) -> Node:
    """The agent of web-1, heard of a minute ago."""
    made = {"instance_id": instance_id(number), "online": True, "platform": "Amazon Linux", "last_ping": NOW}
    return Node.model_validate({**made, **more})


def scan(number: int = 1, **more: object) -> Scan:
    """Web-1's, five hours ago, which found nothing wrong."""
    made = {"instance_id": instance_id(number), "operation": "Scan", "ended": NOW - timedelta(hours=5), "installed": 40}
    return Scan.model_validate({**made, **more})


def patch(name: str = "openssl.x86_64", **more: object) -> Patch:
    """An important one for CVE-2026-0001."""
    made = {
        "name": name,
        "title": f"{name}:1:3.0.8-1.amzn2023.0.9",
        "classification": "Security",
        "severity": "Important",
        "failed": False,
        "cves": ("CVE-2026-0001",),
    }
    return Patch.model_validate({**made, **more})


@dataclass
class Patching:
    """What Systems Manager knows, by instance. `refused` names the instances it says nothing about, by question."""

    nodes: dict[str, Node] = field(default_factory=dict)
    scans: dict[str, Scan] = field(default_factory=dict)
    missing: dict[str, tuple[Patch, ...]] = field(default_factory=dict)
    refused: dict[str, set[str]] = field(default_factory=dict)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)


def patching_of(*instances: Instance, missing: Sequence[Patch] = ()) -> Patching:
    """All managed and scanned; the first lacks these patches."""
    told = Patching()
    for number, each in enumerate(instances):
        lacks = tuple(missing) if number == 0 else ()
        told.nodes[each.instance_id] = node().model_copy(update={"instance_id": each.instance_id})
        counts = {"instance_id": each.instance_id, "missing": len(lacks)}
        told.scans[each.instance_id] = scan().model_copy(update=counts)
        told.missing[each.instance_id] = lacks
    return told


class FakePatchStates(PatchStates):
    def __init__(self, account: Account, told: Patching) -> None:
        super().__init__(FakeAws(account), CREW)
        self._told = told

    def nodes(self, instance_ids: Sequence[str]) -> Answers[Node]:
        return self._answer("nodes", instance_ids, self._told.nodes)

    def scans(self, instance_ids: Sequence[str]) -> Answers[Scan]:
        return self._answer("scans", instance_ids, self._told.scans)

    def missing(
        self, instance_ids: Sequence[str], on_each: Callable[[int], object] = lambda _: None
    ) -> Answers[tuple[Patch, ...]]:
        for number, _ in enumerate(instance_ids, start=1):
            on_each(number)
        return self._answer("missing", instance_ids, self._told.missing)

    def _answer(self, what: str, instance_ids: Sequence[str], known: Mapping[str, T]) -> Answers[T]:
        self._told.asked.append((what, tuple(instance_ids)))
        refused: set[str] = self._told.refused.get(what, set())
        unasked: dict[str, AssistantError] = {name: DENIED for name in instance_ids if name in refused}
        return Answers({name: known[name] for name in instance_ids if name in known and name not in refused}, unasked)


class Memory:
    """What earlier scans showed, as a test told it."""

    def __init__(self, seen: Seen | None = None) -> None:
        self.seen = seen or {}

    def note(self, scans: Mapping[str, Scan], missing: Mapping[str, Sequence[Patch]]) -> Seen:
        del scans, missing
        return self.seen


def compliance(
    account: Account, told: Patching, clock: Clock, memory: Memory | None = None, *, most: int = 100
) -> Compliance:
    """The answers of that account, with the usual rules."""
    findings = Vulnerabilities(surveyor(account, clock), clock, 300)
    sources = PatchSources(FakeEc2(account), FakePatchStates(account, told), findings, memory or Memory())
    return Compliance(FakeAws(account), sources, clock, PatchRules(), most, 5.0, 300)
