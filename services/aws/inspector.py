"""Amazon Inspector for the EC2 instances of one account and region."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from core.errors import Cause, Upstream
from core.findings import Severity, SeverityCounts
from core.fleet import Coverage
from core.gaps import Gap
from services.aws.counts import fleet_counts, instance_counts, instances_with_findings
from services.aws.coverage import coverage
from services.aws.deadline import answering_within, left_s
from services.aws.facts import Facts, exploit_facts
from services.aws.gathering import Bounds, OnPage
from services.aws.listing import Listing, list_findings
from services.aws.persistence import persistently
from services.aws.portions import portions, worst
from services.aws.session import Aws
from services.aws.stream import OnBatch, Streamed, stream_findings

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_inspector2.type_defs import BatchGetAccountStatusResponseTypeDef

LIMIT = 5000
# Every operation answers within 30 s, if only in part; the rest of that time is for the facts and the drawing.
WITHIN_S = 20.0
# Counting is one call; where even that takes long, the list is read without knowing how long it is.
_COUNTING = 0.3


@dataclass(frozen=True, slots=True)
class Scanning:
    """Whether Inspector scans EC2 in this account and region, and its own word for it (ENABLED, SUSPENDED …)."""

    enabled: bool
    word: str


class Inspector:
    """Asks Inspector, several questions at a time on `pool`, which must be no pool that a caller's work runs on."""

    def __init__(self, aws: Aws, pool: Executor) -> None:
        self._aws = aws
        self._pool = pool

    def coverage(self, instance_ids: Sequence[str] = ()) -> dict[str, Coverage]:
        """Which instances are scanned, by id. Named ids are all answered; without names, those Inspector lists.

        Raises:
            Upstream: Inspector did not answer in full. A part would make covered instances look uncovered.
        """
        return coverage(self._aws, self._pool, instance_ids)

    def active_findings(
        self,
        instance_ids: Sequence[str] = (),
        severities: Iterable[Severity] = Severity,
        limit: int = LIMIT,
        within_s: float = WITHIN_S,
        on_page: OnPage | None = None,
    ) -> Listing:
        """Active package vulnerabilities of the fleet or of the named instances, worst first, at most `limit`.

        `on_page` hears the number of findings read so far, and where known of how many, on the threads of the pool.
        What could not be read, was not read in time or lies beyond the limit is a gap of the listing. Of a fleet with
        more than `limit` the worst are listed, whatever is likely to be exploited first, and all are counted.

        Raises:
            Upstream: not one page could be read.
        """
        asked = frozenset(severities)
        with answering_within(min(within_s, left_s())):
            counts = None if instance_ids else self._counted(asked, within_s)
            if counts and counts.total > limit:
                return self._worst(asked, counts, Bounds(limit, within_s, counts.total), on_page)
            bounds, parts = Bounds(limit, within_s), portions(instance_ids, asked)
            return list_findings(self._aws, self._pool, parts, bounds, _of(counts, on_page))

    def _counted(self, severities: frozenset[Severity], within_s: float) -> SeverityCounts | None:
        """How long the list will be; None where that cannot be told soon, which fails nothing."""
        counting = self._pool.submit(fleet_counts, self._aws, severities)
        try:
            return counting.result(timeout=within_s * _COUNTING)
        except (TimeoutError, Upstream):
            return None

    def _worst(
        self, severities: frozenset[Severity], counts: SeverityCounts, bounds: Bounds, on_page: OnPage | None
    ) -> Listing:
        if on_page:
            on_page(0, counts.total)
        counting = self._pool.submit(instance_counts, self._aws, severities)
        listing = list_findings(self._aws, self._pool, worst(severities, bounds.limit), bounds, on_page)
        try:
            told = counting.result(timeout=left_s())
        except TimeoutError:
            return _uncounted(listing, counts, Upstream.timed_out("ListFindingAggregations"))
        except Upstream as error:
            return _uncounted(listing, counts, error)
        return replace(listing, counts=counts, by_instance=told)

    def every_finding(self, on_batch: OnBatch, instance_ids: Sequence[str] = ()) -> Streamed:
        """Read all findings of the fleet or of the named instances, however many there are.

        `on_batch` takes one page at a time, on the threads of the pool.

        Raises:
            Upstream: Inspector does not say which instances have findings.
        """
        wanted = instance_ids or instances_with_findings(self._aws)
        return stream_findings(self._aws, self._pool, wanted, on_batch)

    def counts(self) -> SeverityCounts:
        """How many active package vulnerabilities the whole fleet has.

        Raises:
            Upstream: Inspector did not answer.
        """
        return fleet_counts(self._aws)

    def exploit_facts(self, arn_by_vulnerability: Mapping[str, str]) -> Facts:
        """What is known about exploitation in the wild of each vulnerability, asked through one finding of it."""
        return exploit_facts(self._aws, self._pool, arn_by_vulnerability)

    def status(self) -> Scanning:
        """Whether scanning of EC2 is switched on.

        Raises:
            Upstream: Inspector did not say.
        """
        account = self._aws.account
        answer = persistently(partial(self._status_of, account))
        if not answer["accounts"]:
            code = next((failed["errorCode"] for failed in answer.get("failedAccounts", [])), "no answer")
            sentence = f"Inspector does not say whether it scans account {account} ({code})."
            raise Upstream(sentence, cause=Cause.REFUSED, retryable=False)
        word = answer["accounts"][0]["resourceState"]["ec2"]["status"]
        return Scanning(word == "ENABLED", word)

    def _status_of(self, account: str) -> "BatchGetAccountStatusResponseTypeDef":
        with self._aws.asking("inspector2", "BatchGetAccountStatus"):
            return self._aws.client("inspector2").batch_get_account_status(accountIds=[account])


def _of(counts: SeverityCounts | None, on_page: OnPage | None) -> OnPage | None:
    """Tell progress out of how many, where they were counted."""
    if counts is None or on_page is None:
        return on_page
    return lambda read, _: on_page(read, counts.total)


def _uncounted(listing: Listing, counts: SeverityCounts, error: Upstream) -> Listing:
    gap = Gap(what="how many findings each instance has in all", why=error.sentence, advice=error.advice)
    return replace(listing, counts=counts, gaps=(*listing.gaps, gap))
