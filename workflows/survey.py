"""Everything that is known about the vulnerabilities of some instances at one moment, gathered side by side."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, replace
from typing import Any

from core.answers.vuln_check import InstanceFindings
from core.clock import Clock
from core.errors import Upstream
from core.findings import ExploitFacts, Finding, Floor, Severity, SeverityCounts, at_least
from core.fleet import Coverage, Instance
from core.gaps import Gap
from core.place import Place
from core.progress import Progress
from services.aws.crew import Crew
from services.aws.deadline import answering_within, left_s
from services.aws.ec2 import Ec2, Fleet, missing
from services.aws.inspector import Inspector
from services.aws.listing import Listing
from services.aws.session import Aws
from workflows.exploited import KnownFacts, exploited_in_the_wild
from workflows.targets import plain_ids
from workflows.told import absent_gap, told

# The list ends before the answer does, what was read by then is in it; and both leave time for the facts.
_READING, _GATHERING = 0.8, 0.9
# Each survey holds three to five of them, a hanging endpoint until botocore gives up a few seconds after the deadline.
_THREADS = 64
_NOT_LISTED = Coverage(scanned=False, reason="NOT_COVERED")


@dataclass(frozen=True, slots=True)
class Survey:
    """`findings` are in no order; `counts` are of everything, even where `findings` is only a part of it."""

    findings: tuple[Finding, ...]
    counts: SeverityCounts
    instances: tuple[InstanceFindings, ...]
    gaps: tuple[Gap, ...]
    place: Place

    @property
    def by_id(self) -> dict[str, Instance]:
        """The instances by id."""
        return {each.instance.instance_id: each.instance for each in self.instances}


@dataclass(frozen=True, slots=True)
class _Parts:
    """The questions that are asked side by side."""

    fleet: Future[Fleet]
    coverage: Future[dict[str, Coverage]]
    listing: Future[Listing]

    @property
    def all(self) -> list[Future[Any]]:
        """Each of them."""
        return [self.fleet, self.coverage, self.listing]


class Surveyor:
    """Asks EC2 and Inspector. After `deadline_s` a survey is made of what is there, and says what is not."""

    def __init__(
        self, aws: Aws, ec2: Ec2, inspector: Inspector, known: KnownFacts, clock: Clock, limit: int, deadline_s: float
    ) -> None:
        self._aws = aws
        self._ec2 = ec2
        self._inspector = inspector
        self._known = known
        self._clock = clock
        self._limit = limit
        self._deadline_s = deadline_s
        self._pool = Crew(_THREADS, thread_name_prefix="survey")

    def survey(self, given: Sequence[str], floor: Floor, progress: Progress) -> Survey:
        """Look at the given instances (ids or ARNs; none: the whole fleet).

        Raises:
            NotFound: none of the given instances exists here.
            Upstream: the findings could not be asked for at all.
        """
        with answering_within(self._deadline_s):
            return self._survey(given, floor, progress)

    def _survey(self, given: Sequence[str], floor: Floor, progress: Progress) -> Survey:
        started, asked_at = self._clock.monotonic(), self._clock.now()
        account = self._pool.answer(lambda: self._aws.account, "GetCallerIdentity")
        ids = plain_ids(given, account, self._aws.region)
        progress.say("Asking Inspector and EC2")
        parts = self._ask(ids, floor, progress)
        wait(parts.all, timeout=left_s() - self._deadline_s * (1 - _GATHERING))
        fleet = told(parts.fleet, "names, tags and exposure of the instances")
        coverage = told(parts.coverage, "which instances Inspector scans")
        absent = missing(ids, fleet.answer) if fleet.answer else ()
        if ids and len(absent) == len(ids):
            raise self._ec2.not_found(ids)
        listed = _findings_of(parts.listing)
        counting = self._counting(listed, ids)
        listing, facts_gaps = self._with_facts(listed, progress)
        counts, counts_gaps = _counts(listing, counting, floor)
        present = [each for each in ids if each not in absent]
        found = fleet.answer or Fleet(())
        instances = _instances(found.instances, coverage.answer, listing, present)
        gaps = [*fleet.gaps, *found.gaps, *coverage.gaps, *listing.gaps, *facts_gaps, *counts_gaps]
        gaps += [absent_gap(self._ec2.not_found([each])) for each in absent]
        place = Place(
            account=account, region=self._aws.region, asked_at=asked_at, took_s=self._clock.monotonic() - started
        )
        return Survey(listing.findings, counts, instances, tuple(gaps), place)

    def _counting(self, listing: Listing, ids: Sequence[str]) -> Future[SeverityCounts] | None:
        """Of a part of the fleet's findings, Inspector's own aggregation tells how many there are in all."""
        return self._pool.submit(self._inspector.counts) if listing.gaps and not (ids or listing.counts) else None

    def _ask(self, ids: Sequence[str], floor: Floor, progress: Progress) -> _Parts:
        def on_page(read: int, total: int | None) -> None:
            progress.say("Reading findings", read, total)

        return _Parts(
            fleet=self._pool.submit(self._ec2.instances, ids),
            coverage=self._pool.submit(self._inspector.coverage, ids),
            listing=self._pool.submit(
                self._inspector.active_findings,
                ids,
                at_least(floor),
                limit=self._limit,
                within_s=self._deadline_s * _READING,
                on_page=on_page,
            ),
        )

    def _with_facts(self, listing: Listing, progress: Progress) -> tuple[Listing, tuple[Gap, ...]]:
        """The findings with what is known about exploitation in the wild."""
        arns = {finding.vulnerability_id: finding.arn for finding in listing.findings}
        facts = exploited_in_the_wild(self._inspector, self._known, self._pool, arns, progress)
        return replace(listing, findings=tuple(_with(each, facts.known) for each in listing.findings)), facts.gaps


def _findings_of(future: Future[Listing]) -> Listing:
    """The findings; without any of them there is no answer, so the error goes on."""
    if future.done():
        return future.result()
    raise Upstream.timed_out("ListFindings")


def _counts(
    listing: Listing, counting: Future[SeverityCounts] | None, floor: Floor
) -> tuple[SeverityCounts, tuple[Gap, ...]]:
    """Of everything that was asked for: as Inspector counts it, else of what is listed."""
    listed = SeverityCounts.of(finding.severity for finding in listing.findings)
    if counting is None:
        return listing.counts or listed, ()
    wait([counting], timeout=left_s())
    answer = told(counting, "how many findings there are in all")
    return (_above(floor, answer.answer, listed) if answer.answer else listed), answer.gaps


def _above(floor: Floor, counts: SeverityCounts, listed: SeverityCounts) -> SeverityCounts:
    """Without what is below the floor; Inspector tells low and untriaged ones together, the list tells them apart."""
    if floor == "all":
        return counts
    below = {Severity.HIGH, Severity.MEDIUM} - at_least(floor)
    return counts.model_copy(update={**{each.value: 0 for each in below}, "other": listed.other})


def _with(finding: Finding, known: Mapping[str, ExploitFacts]) -> Finding:
    facts = known.get(finding.vulnerability_id)
    if facts is None:
        return finding
    return finding.model_copy(
        update={
            "known_exploited": facts.known_exploited,
            "exploit_observed": facts.exploit_observed,
            "facts_known": True,
        }
    )


def _instances(
    found: Iterable[Instance],
    coverage: Mapping[str, Coverage] | None,
    listing: Listing,
    asked: Iterable[str],
) -> tuple[InstanceFindings, ...]:
    """One entry per instance that EC2, the asker, a finding or Inspector's counts name."""
    by_id = {instance.instance_id: instance for instance in found}
    counted = listing.by_instance
    findings_of: dict[str, list[Finding]] = {instance_id: [] for instance_id in [*by_id, *asked, *(counted or ())]}
    for finding in listing.findings:
        findings_of.setdefault(finding.instance_id, []).append(finding)
    return tuple(
        InstanceFindings(
            instance=by_id.get(instance_id) or Instance(instance_id=instance_id, state="unknown"),
            coverage=None if coverage is None else coverage.get(instance_id, _NOT_LISTED),
            counts=SeverityCounts.of(finding.severity for finding in own)
            if counted is None
            else counted.get(instance_id, SeverityCounts()),
        )
        for instance_id, own in findings_of.items()
    )
