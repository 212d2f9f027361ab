"""List Inspector's findings: in parallel, page by page, keeping what was read when a page fails or time is up."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, wait
from dataclasses import dataclass

from core.errors import Upstream
from core.findings import Finding, SeverityCounts
from core.gaps import Gap
from services.aws.deadline import left_s
from services.aws.gathering import Bounds, Gathering, OnPage, Read
from services.aws.pages import finding_pages
from services.aws.portions import LIKELY_EPSS, WORST_FIRST, Portion
from services.aws.session import Aws


@dataclass(frozen=True, slots=True)
class Listing:
    """Findings, worst first, and what is missing from them.

    `counts` and `by_instance` are of everything that was asked for, where Inspector counted it because the list is
    only the worst of it; None: count the list.
    """

    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...] = ()
    counts: SeverityCounts | None = None
    by_instance: Mapping[str, SeverityCounts] | None = None


def list_findings(
    aws: Aws, pool: Executor, parts: Sequence[Portion], bounds: Bounds, on_page: OnPage | None
) -> Listing:
    """Read all portions side by side and put them together, worst first.

    Raises:
        Upstream: not one page could be read.
    """
    gathering = Gathering(bounds, parts, on_page)
    futures = [pool.submit(_read, aws, read, gathering) for read in gathering.reads]
    finished, late = wait(futures, timeout=min(left_s(), bounds.within_s))
    gathering.close()
    for future in late:
        future.cancel()
    for future in finished:
        future.result()  # raises what is no answer of AWS: a mistake of ours
    return _put_together(gathering.reads, bounds)


def _read(aws: Aws, read: Read, gathering: Gathering) -> None:
    try:
        for findings, more in finding_pages(aws, read.portion):
            if not gathering.take(read, findings, more=more):
                break
    except Upstream as error:
        gathering.end(read, error)
    else:
        gathering.end(read, None)


def _put_together(reads: Sequence[Read], bounds: Bounds) -> Listing:
    failed = [read.error for read in reads if read.error and not read.pages]
    if failed and len(failed) == len(reads):
        raise failed[0]
    found = [finding for read in reads for finding in read.findings]
    capped = len(found) > bounds.limit or any(read.capped for read in reads)
    if len(found) > bounds.limit:
        found = _shared_out(reads, bounds.limit)
    found.sort(key=_worst_first)
    gaps = [gap for read in reads for gap in read.gaps()]
    return Listing(tuple(found), (*gaps, *_cap_gap(len(found), bounds, capped=capped)))


def _shared_out(reads: Sequence[Read], limit: int) -> list[Finding]:
    """Each portion's own quota first, so that none is crowded out, then the most urgent of all the rest."""
    kept = [finding for read in reads for finding in read.findings[: read.portion.quota or 0]][:limit]
    spare = [finding for read in reads for finding in read.findings[read.portion.quota or 0 :]]
    return [*kept, *sorted(spare, key=_most_urgent_first)[: limit - len(kept)]]


def _worst_first(finding: Finding) -> tuple[int, float, str]:
    return WORST_FIRST.index(finding.severity), -(finding.score or 0.0), finding.arn


def _most_urgent_first(finding: Finding) -> tuple[bool, int, float, str]:
    likely = finding.exploit_available and (finding.epss or 0) >= LIKELY_EPSS
    return (not likely, *_worst_first(finding))


def _cap_gap(listed: int, bounds: Bounds, *, capped: bool) -> Iterator[Gap]:
    advice = "Ask for one severity or fewer instances."
    if bounds.total is not None and bounds.total > listed:
        what = f"{bounds.total - listed:,} findings"
        why = f"The worst {listed:,} of {bounds.total:,} findings are listed; the counts are of all."
        yield Gap(what=what, why=why, advice=advice, by_choice=True)
    elif capped:
        # Nobody counted the others, so this is no choice of what to show.
        what, why = f"findings beyond the worst {bounds.limit:,}", f"The list stops at {bounds.limit:,}."
        yield Gap(what=what, why=why, advice=advice)
