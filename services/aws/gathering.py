"""What the portions of one question have read together, each on its own thread."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from core.errors import Cause, Upstream
from core.findings import Finding, Severity
from core.gaps import Gap
from services.aws.finding import finding_of
from services.aws.portions import WORST_FIRST, Portion

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_inspector2.type_defs import FindingTypeDef

OnPage = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a list ends: after `limit` findings, or after `within_s` seconds. `total`: how many it could have."""

    limit: int
    within_s: float
    total: int | None = None


@dataclass(slots=True)
class Read:
    """What came of a portion. `error` is what stopped it, `skipped` counts findings without an id."""

    portion: Portion
    findings: list[Finding] = field(default_factory=list)
    pages: int = 0
    skipped: int = 0
    capped: bool = False
    done: bool = False
    error: Upstream | None = None

    def gaps(self) -> Iterator[Gap]:
        """What is missing of this portion, other than by choice."""
        if self.error:
            after = f" after page {self.pages}" if self.pages else ""
            yield Gap(what=f"{self.portion}{after}", why=self.error.sentence, advice=self.error.advice)
        if self.skipped:
            why = "Inspector told them without an instance, a vulnerability or a time."
            yield Gap(what=f"{self.skipped} of the {self.portion}", why=why)


class Gathering:
    """Takes pages from all portions, so that each can stop when enough that is as bad or worse has come."""

    def __init__(self, bounds: Bounds, parts: Iterable[Portion], on_page: OnPage | None) -> None:
        self.reads = [Read(part) for part in parts]
        self._bounds = bounds
        self._on_page = on_page
        self._lock = Lock()
        self._closed = False
        self._arns: set[str] = set()
        self._counts = dict.fromkeys(Severity, 0)

    def take(self, read: Read, wires: "Sequence[FindingTypeDef]", *, more: bool) -> bool:
        """Keep what is new on a page of `read`. Whether to go on with the next, of which `more` says there is one."""
        told = [finding for wire in wires if (finding := finding_of(wire))]
        with self._lock:
            if self._closed:
                return False
            read.pages += 1
            read.skipped += len(wires) - len(told)
            for finding in told:
                self._keep(read, finding)
            read.capped = bool(told) and more and self._enough(read, told[-1].severity)
            total = len(self._arns)
        if self._on_page:
            self._on_page(total, self._bounds.total)
        return not read.capped

    def end(self, read: Read, error: Upstream | None) -> None:
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

    def _keep(self, read: Read, finding: Finding) -> None:
        if finding.arn not in self._arns:
            self._arns.add(finding.arn)
            self._counts[finding.severity] += 1
            read.findings.append(finding)

    def _enough(self, read: Read, last: Severity) -> bool:
        quota = read.portion.quota
        if quota is not None:
            return len(read.findings) >= quota and len(self._arns) >= self._bounds.limit
        # Where the server sorts untriaged findings is not documented: after one, anything may follow.
        worse = WORST_FIRST[: 1 if last is Severity.UNTRIAGED else WORST_FIRST.index(last) + 1]
        return sum(self._counts[severity] for severity in worse) >= self._bounds.limit
