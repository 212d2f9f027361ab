"""Amazon Inspector for the EC2 instances of one account and region."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from core.errors import Cause, Upstream
from core.findings import Severity, SeverityCounts
from core.fleet import Coverage
from services.aws.counts import fleet_counts, instance_counts
from services.aws.coverage import coverage
from services.aws.facts import Facts, exploit_facts
from services.aws.listing import Bounds, Listing, OnPage, list_findings
from services.aws.portions import portions
from services.aws.session import Aws

LIMIT = 5000
# Every operation answers within 30 s, if only in part; the rest of that time is for the facts and the drawing.
WITHIN_S = 20.0


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

        `on_page` hears the number of findings read so far, on the threads of the pool. What could not be read, was
        not read in time or lies beyond the limit is a gap of the listing.

        Raises:
            Upstream: not one page could be read.
        """
        bounds = Bounds(limit, within_s)
        return list_findings(self._aws, self._pool, portions(instance_ids, severities), bounds, on_page)

    def counts(self) -> SeverityCounts:
        """How many active package vulnerabilities the whole fleet has.

        Raises:
            Upstream: Inspector did not answer.
        """
        return fleet_counts(self._aws)

    def counts_by_instance(self, instance_ids: Sequence[str] = ()) -> dict[str, SeverityCounts]:
        """How many findings each instance has, by id; instances without any may be left out.

        This aggregation has no filter on the finding's type: network reachability findings are counted too.

        Raises:
            Upstream: Inspector did not answer in full.
        """
        return instance_counts(self._aws, self._pool, instance_ids)

    def exploit_facts(self, arn_by_vulnerability: Mapping[str, str]) -> Facts:
        """What is known about exploitation in the wild of each vulnerability, asked through one finding of it."""
        return exploit_facts(self._aws, self._pool, arn_by_vulnerability)

    def status(self) -> Scanning:
        """Whether scanning of EC2 is switched on.

        Raises:
            Upstream: Inspector did not say.
        """
        account = self._aws.account
        with self._aws.asking("inspector2", "BatchGetAccountStatus"):
            answer = self._aws.client("inspector2").batch_get_account_status(accountIds=[account])
        if not answer["accounts"]:
            code = next((failed["errorCode"] for failed in answer.get("failedAccounts", [])), "no answer")
            sentence = f"Inspector does not say whether it scans account {account} ({code})."
            raise Upstream(sentence, cause=Cause.REFUSED, retryable=False)
        word = answer["accounts"][0]["resourceState"]["ec2"]["status"]
        return Scanning(word == "ENABLED", word)
