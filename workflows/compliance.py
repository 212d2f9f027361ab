"""The answer about missing patches: who is managed, what was last found, what is missing, and since when."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import Protocol, TypeVar

from core.answers.patch_status import PatchCompliance
from core.answers.vuln_check import Findings
from core.clock import Clock
from core.compliance import Known, PatchRules
from core.compliance_answer import Reading, compliance_answer
from core.errors import Upstream
from core.findings import Floor
from core.fleet import Instance
from core.gaps import Gap, whole
from core.missing_patches import Evidence, MissingPatch, missing_patch
from core.patches import Node, Patch, Scan
from core.place import Place
from core.progress import Progress, Silent
from services.aws.crew import Crew
from services.aws.deadline import answering_within, left_s
from services.aws.ec2 import Ec2, missing
from services.aws.patch_states import Answers, PatchStates
from services.aws.session import Aws
from workflows.fresh import Fresh
from workflows.patch_lists import PatchLists
from workflows.sightings import Seen
from workflows.targets import plain_ids
from workflows.told import absent_gap, told

T = TypeVar("T")
# Of the time: lists end first, what was read by then is in them; and both leave time to judge and to remember.
_READING, _GATHERING = 0.8, 0.9
_THREADS = 24
_AGES = "since when vulnerabilities have been known, so that ages rest on scans alone"


class Memory(Protocol):
    """Remembers which scan first found a patch missing."""

    def note(self, scans: Mapping[str, Scan], missing: Mapping[str, Sequence[Patch]]) -> Seen:
        """What was first seen when; raises Upstream where the memory does not answer."""
        ...


class KnownFindings(Protocol):
    """What Inspector knows, which tells better than a scan since when a patch has been due."""

    def findings(self, instance_ids: Sequence[str], severity: Floor, progress: Progress) -> Findings:
        """Findings of the instances (none: the whole fleet)."""
        ...


@dataclass(frozen=True, slots=True)
class _Asked:
    """What Systems Manager said, and what Inspector may still say."""

    nodes: Answers[Node]
    scans: Answers[Scan]
    finding: Future[Findings]


@dataclass(frozen=True, slots=True)
class PatchSources:
    """Who is asked about patches."""

    ec2: Ec2
    patch_states: PatchStates
    findings: KnownFindings
    sightings: Memory


class Compliance:
    """Asks EC2, Systems Manager and Inspector; an answer is kept for `keep_s` seconds unless something failed.

    After `deadline_s` an answer is made of what is there, and says what is not. At most `most` patches are listed.
    """

    def __init__(
        self,
        aws: Aws,
        sources: PatchSources,
        clock: Clock,
        rules: PatchRules,
        most: int,
        deadline_s: float,
        keep_s: float,
    ) -> None:
        self._aws = aws
        self._ec2 = sources.ec2
        self._patch_states = sources.patch_states
        self._findings = sources.findings
        self._sightings = sources.sightings
        self._clock = clock
        self._rules = rules
        self._most = most
        self._deadline_s = deadline_s
        self._lists = PatchLists(sources.patch_states)
        self._crew = Crew(_THREADS, thread_name_prefix="compliance")
        self._kept: Fresh[PatchCompliance] = Fresh(clock, keep_s, lambda answer: whole(answer.partial))

    def of(self, instance_ids: Sequence[str], progress: Progress) -> PatchCompliance:
        """How the instances (ids or ARNs; none: the whole fleet) stand.

        Raises:
            NotFound: none of the instances exists here.
            Upstream: EC2 did not list them, or Systems Manager told nothing about any of them.
        """
        given = tuple(instance_ids)

        def ask() -> PatchCompliance:
            with answering_within(self._deadline_s):
                return self._answer(given, progress)

        answer = self._kept.get(given, ask)
        return answer.model_copy(update={"place": answer.place.at(self._clock.now())})

    def _answer(self, given: tuple[str, ...], progress: Progress) -> PatchCompliance:
        started, now = self._clock.monotonic(), self._clock.now()
        progress.say("Asking EC2 and Systems Manager")
        account = self._crew.answer(lambda: self._aws.account, "GetCallerIdentity")
        ids = plain_ids(given, account, self._aws.region)
        fleet = self._crew.answer(lambda: self._ec2.instances(ids), "DescribeInstances")
        absent = missing(ids, fleet)
        if ids and len(absent) == len(ids):
            raise self._ec2.not_found(ids)
        asked = self._asked(fleet.instances, ids)
        lists = self._read_lists(asked.scans.told, progress)
        patches, age_gaps = self._aged(asked, lists)
        reading = Reading(
            instances=fleet.instances,
            known=_known(asked, fleet.instances),
            missing=patches,
            gaps=(
                *(absent_gap(self._ec2.not_found([each])) for each in absent),
                *asked.nodes.gaps("whether {count} of the instances are managed"),
                *asked.scans.gaps("the last patch scan of {count} of the instances"),
                *lists.gaps("which patches are missing on {count} of the instances"),
                *age_gaps,
            ),
            place=Place(
                account=account, region=self._aws.region, asked_at=now, took_s=self._clock.monotonic() - started
            ),
            ages_known=not age_gaps,
        )
        return compliance_answer(reading, self._rules, given, now, self._most)

    def _asked(self, instances: Sequence[Instance], ids: Sequence[str]) -> _Asked:
        """Of the fleet Inspector is asked as one: that answer is shared with whoever looks at its findings."""
        names = [each.instance_id for each in instances]
        finding = self._crew.submit(self._findings.findings, tuple(ids), "all", Silent())
        nodes = self._crew.submit(self._patch_states.nodes, names)
        scans = self._patch_states.scans(names)
        if names and len(scans.unasked) == len(names):
            raise next(iter(scans.unasked.values()))
        return _Asked(nodes.result(), scans, finding)

    def _read_lists(self, scans: Mapping[str, Scan], progress: Progress) -> Answers[tuple[Patch, ...]]:
        lacking = [scan for scan in scans.values() if scan.not_installed]
        missing = sum(scan.not_installed for scan in lacking)
        # Of a large fleet the lists take half a minute, while the counts are there at once.
        first = f"Missing patches: {missing:,} on {len(lacking):,} of {len(scans):,} scanned instances; reading which"
        with answering_within(min(left_s(), self._deadline_s * _READING)):
            return self._lists.of(scans, lambda done, total: progress.say(first, done, total))

    def _aged(
        self, asked: _Asked, lists: Answers[tuple[Patch, ...]]
    ) -> tuple[dict[str, list[MissingPatch]], tuple[Gap, ...]]:
        """The missing patches with their ages, and what could not be learnt about those."""
        wait([asked.finding], timeout=max(0.0, left_s() - self._deadline_s * (1 - _GATHERING)))
        found = told(asked.finding, _AGES)
        seen, unseen = self._seen(asked.scans.told, lists.told)
        evidence = Evidence.of(found.answer.findings if found.answer else (), seen)
        now = self._clock.now()
        aged = {
            name: [
                missing_patch(
                    patch,
                    scan=asked.scans.told[name],
                    platform=asked.nodes.told[name].platform if name in asked.nodes.told else "",
                    evidence=evidence,
                    rules=self._rules,
                    now=now,
                )
                for patch in patches
            ]
            for name, patches in lists.told.items()
        }
        return aged, (*found.gaps, *unseen)

    def _seen(self, scans: Mapping[str, Scan], lists: Mapping[str, tuple[Patch, ...]]) -> tuple[Seen, tuple[Gap, ...]]:
        """What earlier scans showed; an answer does not fail for want of a memory."""
        try:
            return self._sightings.note(scans, lists), ()
        except Upstream as error:
            return {}, (Gap(what="what earlier scans found missing", why=error.sentence, advice=error.advice),)


def _known(asked: _Asked, instances: Iterable[Instance]) -> dict[str, Known]:
    return {
        name: Known(
            node=asked.nodes.told.get(name),
            scan=asked.scans.told.get(name),
            asked_node=name not in asked.nodes.unasked,
            asked_scan=name not in asked.scans.unasked,
        )
        for name in (each.instance_id for each in instances)
    }
