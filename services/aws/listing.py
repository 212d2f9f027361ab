"""List Inspector's findings: in parallel, page by page, keeping what was read when a page fails."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from core.errors import Upstream
from core.findings import Finding, Gap, Severity
from services.aws.chunks import chunks
from services.aws.filters import FILTER_VALUES, equals
from services.aws.finding import finding_of
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_inspector2.type_defs import FilterCriteriaTypeDef, ListFindingsResponseTypeDef

# https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindings.html
PAGE_SIZE = 100
_WORST_FIRST = tuple(Severity)

OnPage = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Listing:
    """Findings, worst first, and what is missing from them."""

    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of the question that is read page by page; no ids: the whole fleet, no severities: all."""

    instance_ids: Sequence[str]
    severities: Sequence[Severity]

    def __str__(self) -> str:
        severities = f"{', '.join(self.severities)} findings" if self.severities else "findings"
        if not self.instance_ids:
            return severities
        first, *others = self.instance_ids
        return f"{severities} of {first}" + (f" and {len(others)} more instances" if others else "")


@dataclass(slots=True)
class _Read:
    """What came of a portion. `error` is what stopped it, `skipped` counts findings without an id."""

    portion: Portion
    findings: list[Finding] = field(default_factory=list)
    pages: int = 0
    skipped: int = 0
    capped: bool = False
    error: Upstream | None = None


class _Tally:
    """What all portions have read together, so that each can stop when enough that is as bad or worse has come."""

    def __init__(self, limit: int, on_page: OnPage | None) -> None:
        self._limit = limit
        self._on_page = on_page
        self._lock = Lock()
        self._arns: set[str] = set()
        self._counts = dict.fromkeys(Severity, 0)

    def take(self, page: Sequence[Finding]) -> list[Finding]:
        """Count a page; the findings of it that nobody has read before."""
        with self._lock:
            fresh = [each for each in {each.arn: each for each in page}.values() if each.arn not in self._arns]
            self._arns.update(finding.arn for finding in fresh)
            for finding in fresh:
                self._counts[finding.severity] += 1
            total = len(self._arns)
        if self._on_page:
            self._on_page(total)
        return fresh

    def enough(self, last: Severity) -> bool:
        """Whether findings from `last` on, in the server's order, would all be beyond the limit."""
        # Where the server sorts untriaged findings is not documented: after one, anything may follow.
        worse = _WORST_FIRST[: 1 if last is Severity.UNTRIAGED else _WORST_FIRST.index(last) + 1]
        with self._lock:
            return sum(self._counts[severity] for severity in worse) >= self._limit


def portions(instance_ids: Sequence[str], severities: Iterable[Severity]) -> list[Portion]:
    """Cut the question: by ten ids where ids are given, else by severity.

    Raises:
        ValueError: no severity is asked for, whose answer would look like "no findings".
    """
    asked = set(severities)
    wanted = [severity for severity in _WORST_FIRST if severity in asked]
    if not wanted:
        raise ValueError("Ask for at least one severity.")
    if not instance_ids:
        return [Portion((), (severity,)) for severity in wanted]
    # Asking for all severities by leaving the filter out also brings those that we do not know yet.
    named = () if len(wanted) == len(_WORST_FIRST) else tuple(wanted)
    return [Portion(ids, named) for ids in chunks(instance_ids, FILTER_VALUES)]


def criteria(portion: Portion, account: str) -> "FilterCriteriaTypeDef":
    """Inspector's filter. The account, because a delegated administrator sees the whole organisation's findings."""
    wanted: FilterCriteriaTypeDef = {
        "findingStatus": equals(["ACTIVE"]),
        "findingType": equals(["PACKAGE_VULNERABILITY"]),
        "resourceType": equals(["AWS_EC2_INSTANCE"]),
        "awsAccountId": equals([account]),
    }
    if portion.severities:
        wanted["severity"] = equals(severity.upper() for severity in portion.severities)
    if portion.instance_ids:
        wanted["resourceId"] = equals(portion.instance_ids)
    return wanted


def list_findings(aws: Aws, pool: Executor, parts: Sequence[Portion], limit: int, on_page: OnPage | None) -> Listing:
    """Read all portions side by side and put them together, worst first.

    Raises:
        Upstream: not one page could be read.
    """
    account, tally = aws.account, _Tally(limit, on_page)
    reads = list(pool.map(lambda part: _read(aws, part, account, tally), parts))
    failed = [read.error for read in reads if read.error and not read.pages]
    if failed and len(failed) == len(reads):
        raise failed[0]
    found = sorted((finding for read in reads for finding in read.findings), key=_worst_first)
    capped = len(found) > limit or any(read.capped for read in reads)
    return Listing(tuple(found[:limit]), (*_gaps(reads), *_cap_gap(limit, capped=capped)))


def _read(aws: Aws, portion: Portion, account: str, tally: _Tally) -> _Read:
    read = _Read(portion)
    try:
        with aws.asking("inspector2", "ListFindings"):
            for page in _pages(aws, portion, account):
                wires = page.get("findings", [])
                told = [finding for wire in wires if (finding := finding_of(wire))]
                read.pages += 1
                read.skipped += len(wires) - len(told)
                read.findings += tally.take(told)
                if told and page.get("nextToken") and tally.enough(told[-1].severity):
                    read.capped = True
                    break
    except Upstream as error:
        read.error = error
    return read


def _pages(aws: Aws, portion: Portion, account: str) -> "Iterable[ListFindingsResponseTypeDef]":
    # The paginator goes on while there is a token, also after an empty page, and refuses a token that repeats.
    paginator = aws.client("inspector2").get_paginator("list_findings")
    return paginator.paginate(
        filterCriteria=criteria(portion, account),
        sortCriteria={"field": "SEVERITY", "sortOrder": "DESC"},
        PaginationConfig={"PageSize": PAGE_SIZE},
    )


def _worst_first(finding: Finding) -> tuple[int, float, str]:
    return _WORST_FIRST.index(finding.severity), -(finding.score or 0.0), finding.arn


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
