"""List Inspector's findings: in parallel, page by page, keeping what was read when a page fails or time is up."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, wait
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from core.errors import Cause, Upstream
from core.findings import Finding, Gap, Severity
from services.aws.finding import finding_of
from services.aws.portions import WORST_FIRST, Portion, criteria
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_inspector2.type_defs import FindingTypeDef, ListFindingsResponseTypeDef

# https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindings.html
PAGE_SIZE = 100

OnPage = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Listing:
    """Findings, worst first, and what is missing from them."""

    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a list ends: after `limit` findings, or after `within_s` seconds."""

    limit: int
    within_s: float


@dataclass(slots=True)
class _Read:
    """What came of a portion. `error` is what stopped it, `skipped` counts findings without an id."""

    portion: Portion
    findings: list[Finding] = field(default_factory=list)
    pages: int = 0
    skipped: int = 0
    capped: bool = False
    done: bool = False
    error: Upstream | None = None


class _Gathering:
    """What all portions have read together, so that each can stop when enough that is as bad or worse has come."""

    def __init__(self, bounds: Bounds, parts: Iterable[Portion], on_page: OnPage | None) -> None:
        self.reads = [_Read(part) for part in parts]
        self._bounds = bounds
        self._on_page = on_page
        self._lock = Lock()
        self._closed = False
        self._arns: set[str] = set()
        self._counts = dict.fromkeys(Severity, 0)

    def take(self, read: _Read, wires: "Sequence[FindingTypeDef]", *, more: bool) -> bool:
        """Keep what is new on a page of `read`. Whether to go on with the next, of which `more` says there is one."""
        told = [finding for wire in wires if (finding := finding_of(wire))]
        with self._lock:
            if self._closed:
                return False
            read.pages += 1
            read.skipped += len(wires) - len(told)
            for finding in told:
                self._keep(read, finding)
            read.capped = bool(told) and more and self._enough(told[-1].severity)
            total = len(self._arns)
        if self._on_page:
            self._on_page(total)
        return not read.capped

    def end(self, read: _Read, error: Upstream | None) -> None:
        """Nothing more comes of `read`."""
        with self._lock:
            if not self._closed:
                read.done, read.error = True, error

    def close(self) -> None:
        """Take nothing more; what is still being read has run out of time."""
        with self._lock:
            self._closed = True
            for read in self.reads:
                if not read.done:
                    sentence = f"AWS had not answered ListFindings in full after {self._bounds.within_s:g} s."
                    advice = "Ask again in a minute, or for fewer instances."
                    read.error = Upstream(sentence, cause=Cause.TIMED_OUT, retryable=True, advice=advice)

    def _keep(self, read: _Read, finding: Finding) -> None:
        if finding.arn not in self._arns:
            self._arns.add(finding.arn)
            self._counts[finding.severity] += 1
            read.findings.append(finding)

    def _enough(self, last: Severity) -> bool:
        # Where the server sorts untriaged findings is not documented: after one, anything may follow.
        worse = WORST_FIRST[: 1 if last is Severity.UNTRIAGED else WORST_FIRST.index(last) + 1]
        return sum(self._counts[severity] for severity in worse) >= self._bounds.limit


def list_findings(
    aws: Aws, pool: Executor, parts: Sequence[Portion], bounds: Bounds, on_page: OnPage | None
) -> Listing:
    """Read all portions side by side and put them together, worst first.

    Raises:
        Upstream: not one page could be read.
    """
    account, gathering = aws.account, _Gathering(bounds, parts, on_page)
    futures = [pool.submit(_read, aws, account, read, gathering) for read in gathering.reads]
    finished, late = wait(futures, timeout=bounds.within_s)
    gathering.close()
    for future in late:
        future.cancel()
    for future in finished:
        future.result()  # raises what is no answer of AWS: a mistake of ours
    return _put_together(gathering.reads, bounds.limit)


def _put_together(reads: Sequence[_Read], limit: int) -> Listing:
    failed = [read.error for read in reads if read.error and not read.pages]
    if failed and len(failed) == len(reads):
        raise failed[0]
    found = sorted((finding for read in reads for finding in read.findings), key=_worst_first)
    capped = len(found) > limit or any(read.capped for read in reads)
    return Listing(tuple(found[:limit]), (*_gaps(reads), *_cap_gap(limit, capped=capped)))


def _read(aws: Aws, account: str, read: _Read, gathering: _Gathering) -> None:
    try:
        with aws.asking("inspector2", "ListFindings"):
            for page in _pages(aws, account, read.portion):
                if not gathering.take(read, page.get("findings", []), more=bool(page.get("nextToken"))):
                    break
    except Upstream as error:
        gathering.end(read, error)
    else:
        gathering.end(read, None)


def _pages(aws: Aws, account: str, portion: Portion) -> "Iterable[ListFindingsResponseTypeDef]":
    # The paginator goes on while there is a token, also after an empty page, and refuses a token that repeats.
    paginator = aws.client("inspector2").get_paginator("list_findings")
    return paginator.paginate(
        filterCriteria=criteria(portion, account),
        sortCriteria={"field": "SEVERITY", "sortOrder": "DESC"},
        PaginationConfig={"PageSize": PAGE_SIZE},
    )


def _worst_first(finding: Finding) -> tuple[int, float, str]:
    return WORST_FIRST.index(finding.severity), -(finding.score or 0.0), finding.arn


def _gaps(reads: Iterable[_Read]) -> Iterator[Gap]:
    for read in reads:
        if read.error:
            after = f" after page {read.pages}" if read.pages else ""
            yield Gap(what=f"{read.portion}{after}", why=read.error.sentence, advice=read.error.advice)
        if read.skipped:
            why = "Inspector told them without an instance, a vulnerability or a time."
            yield Gap(what=f"{read.skipped} of the {read.portion}", why=why)


def _cap_gap(limit: int, *, capped: bool) -> Iterator[Gap]:
    if capped:
        advice = "Ask for one severity or fewer instances."
        yield Gap(what=f"findings beyond the worst {limit:,}", why=f"The list stops at {limit:,}.", advice=advice)
