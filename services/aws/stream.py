"""Every finding of the fleet, handed on page by page and forgotten: any number of them in the memory of a few pages."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, wait
from dataclasses import dataclass, field
from threading import Lock

from core.errors import Upstream
from core.findings import Finding
from core.gaps import Gap
from services.aws.chunks import chunks
from services.aws.deadline import patience_s
from services.aws.filters import FILTER_VALUES
from services.aws.finding import finding_of
from services.aws.gathering import Read
from services.aws.pages import finding_pages
from services.aws.portions import Portion
from services.aws.session import Aws

OnBatch = Callable[[Sequence[Finding]], None]


@dataclass(frozen=True, slots=True)
class Streamed:
    """How many findings were handed on, and what is missing from them."""

    count: int
    gaps: tuple[Gap, ...] = ()


@dataclass(slots=True)
class _Sink:
    on_batch: OnBatch
    lock: Lock = field(default_factory=Lock)
    count: int = 0
    closed: bool = False

    def take(self, findings: Sequence[Finding]) -> bool:
        with self.lock:
            if not self.closed:
                self.count += len(findings)
                self.on_batch(findings)
            return not self.closed

    def close(self) -> None:
        with self.lock:
            self.closed = True


def stream_findings(aws: Aws, pool: Executor, instance_ids: Sequence[str], on_batch: OnBatch) -> Streamed:
    """Read the findings of the instances, ten of them in one stream, as many streams at once as `pool` has threads.

    `on_batch` is called for one page at a time, on the threads of the pool. What could not be read before the
    deadline is a gap.
    """
    sink = _Sink(on_batch)
    reads = [Read(Portion(ids, ())) for ids in chunks(instance_ids, FILTER_VALUES)]
    futures = [pool.submit(_read, aws, read, sink) for read in reads]
    finished, late = wait(futures, timeout=patience_s())
    sink.close()
    for future in late:
        future.cancel()
    for future in finished:
        future.result()  # raises what is no answer of AWS: a mistake of ours
    for read in reads:
        if not read.done and not read.error:
            read.error = Upstream.timed_out("ListFindings")
    return Streamed(sink.count, tuple(gap for read in reads for gap in read.gaps()))


def _read(aws: Aws, read: Read, sink: _Sink) -> None:
    try:
        for wires, _ in finding_pages(aws, read.portion):
            told = [finding for wire in wires if (finding := finding_of(wire))]
            read.pages += 1
            read.skipped += len(wires) - len(told)
            if not sink.take(told):
                return
    except Upstream as error:
        read.error = error
    read.done = True
