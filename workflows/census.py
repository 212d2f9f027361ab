"""Every finding of the fleet or of some instances, however many: read page by page, kept compactly, judged later."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import Any

from core.answers.vuln_check import InstanceFindings
from core.clock import Clock
from core.errors import Incomplete, Upstream
from core.findings import Finding, SeverityCounts
from core.fleet import Coverage, Instance
from core.gaps import Gap
from core.place import Place
from core.progress import Progress
from core.report.build import Census
from core.report.ledger import Ledger, Line
from core.summaries import counted
from services.aws.crew import Crew
from services.aws.deadline import answering_within, left_s
from services.aws.ec2 import Ec2, Fleet, missing
from services.aws.inspector import Inspector
from services.aws.session import Aws
from services.aws.stream import Streamed
from workflows.exploited import KnownFacts, exploited_in_the_wild
from workflows.targets import plain_ids
from workflows.told import absent_gap, told

# Reading ends before the answer is owed: facts are asked after it, and a report of 100,000 findings takes a few
# seconds to be drawn.
_READING, _GATHERING, _FACTS = 0.68, 0.72, 0.82
_THREADS = 16
_NOT_LISTED = Coverage(scanned=False, reason="NOT_COVERED")


@dataclass(frozen=True, slots=True)
class _Parts:
    fleet: Future[Fleet]
    coverage: Future[dict[str, Coverage]]
    reading: Future[Streamed]

    @property
    def all(self) -> list[Future[Any]]:
        """Each of them."""
        return [self.fleet, self.coverage, self.reading]


class CensusTaker:
    """Asks EC2 and Inspector; `inspector` should have a small pool of its own, so that quick questions pass it.

    After most of `deadline_s` a census is made of what is there, and says what is not.
    """

    def __init__(
        self, aws: Aws, ec2: Ec2, inspector: Inspector, known: KnownFacts, clock: Clock, deadline_s: float
    ) -> None:
        self._aws = aws
        self._ec2 = ec2
        self._inspector = inspector
        self._known = known
        self._clock = clock
        self._deadline_s = deadline_s
        self._pool = Crew(_THREADS, thread_name_prefix="census")

    def take(self, given: Sequence[str], progress: Progress) -> Census:
        """Read everything about the given instances (ids or ARNs; none: the whole fleet).

        Raises:
            NotFound: none of the given instances exists here.
            Upstream: the findings could not be asked for at all.
            Incomplete: not one of them could be read.
        """
        started, asked_at = self._clock.monotonic(), self._clock.now()
        with answering_within(self._deadline_s * _FACTS):
            account = self._pool.answer(lambda: self._aws.account, "GetCallerIdentity")
            ids = plain_ids(given, account, self._aws.region)
            ledger = Ledger()
            parts = self._ask(ids, ledger, progress)
            wait(parts.all, timeout=left_s() - self._deadline_s * (_FACTS - _GATHERING))
            fleet = told(parts.fleet, "names, tags and exposure of the instances")
            coverage = told(parts.coverage, "which instances Inspector scans")
            absent = missing(ids, fleet.answer) if fleet.answer else ()
            if ids and len(absent) == len(ids):
                raise self._ec2.not_found(ids)
            streamed = _streamed(parts.reading)
            facts = exploited_in_the_wild(
                self._inspector, self._known, self._pool, ledger.arn_by_vulnerability(), progress
            )
        found = fleet.answer or Fleet(())
        lines = ledger.lines(facts.known)
        # Where EC2 says nothing, Inspector's list keeps the instances that it does not scan from being forgotten.
        listed = [*(coverage.answer or ())] if fleet.answer is None else []
        present = [each for each in ids or listed if each not in absent]
        gaps = (*fleet.gaps, *found.gaps, *coverage.gaps, *_merged(streamed.gaps), *facts.gaps)
        gaps += tuple(absent_gap(self._ec2.not_found([each])) for each in absent)
        place = Place(
            account=account, region=self._aws.region, asked_at=asked_at, took_s=self._clock.monotonic() - started
        )
        return Census(ids, lines, _instances(found.instances, coverage.answer, lines, present), gaps, place)

    def _ask(self, ids: Sequence[str], ledger: Ledger, progress: Progress) -> _Parts:
        def on_batch(batch: Sequence[Finding]) -> None:
            ledger.take(batch)
            progress.say("Reading every finding", len(ledger))

        def read() -> Streamed:
            with answering_within(min(left_s(), self._deadline_s * _READING)):
                return self._inspector.every_finding(on_batch, ids)

        return _Parts(
            fleet=self._pool.submit(self._ec2.instances, ids),
            coverage=self._pool.submit(self._inspector.coverage, ids),
            reading=self._pool.submit(read),
        )


def _streamed(future: Future[Streamed]) -> Streamed:
    """What was read; without any of it there is no report, as it would look like a clean one."""
    if not future.done():
        raise Upstream.timed_out("ListFindings")
    streamed = future.result()
    if streamed.gaps and not streamed.count:
        first = streamed.gaps[0]
        raise Incomplete(f"No finding could be read. {first.why}", advice=first.advice)
    return streamed


def _merged(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Parts that are missing for the same reason as one, as a hundred streams fail alike."""
    alike: dict[tuple[str, str], list[Gap]] = {}
    for gap in gaps:
        alike.setdefault((gap.why, gap.advice), []).append(gap)
    return tuple(
        first.model_copy(update={"what": f"{first.what}, and {counted(len(more), 'more part')}"}) if more else first
        for first, *more in alike.values()
    )


def _instances(
    found: Iterable[Instance], coverage: Mapping[str, Coverage] | None, lines: Iterable[Line], asked: Iterable[str]
) -> tuple[InstanceFindings, ...]:
    """One entry per instance that EC2, the asker or a finding names."""
    by_id = {instance.instance_id: instance for instance in found}
    own: dict[str, list[Line]] = {instance_id: [] for instance_id in [*by_id, *asked]}
    for line in lines:
        own.setdefault(line.instance_id, []).append(line)
    return tuple(
        InstanceFindings(
            instance=by_id.get(instance_id) or Instance(instance_id=instance_id, state="unknown"),
            coverage=None if coverage is None else coverage.get(instance_id, _NOT_LISTED),
            counts=SeverityCounts.of(line.severity for line in members),
        )
        for instance_id, members in own.items()
    )
