"""Lets collectors look side by side, each for twenty seconds at most, and keeps what there is by then."""

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, wait

from core.errors import AssistantError
from core.gaps import Gap
from core.progress import Progress
from services.aws.crew import Crew
from services.aws.deadline import answering_within, patience_s
from workflows.explaining.case import Case, Collector, Gathered
from workflows.told import told

_LOG = logging.getLogger(__name__)
COLLECTOR_S = 20.0
# What a collector says at its deadline has to arrive.
_GRACE_S = 0.2


class Gathering:
    """The collectors by name, and the threads that they look on; some should look at every alert, `always`."""

    def __init__(
        self,
        collectors: Mapping[str, Collector],
        crew: Crew,
        deadline_s: float = COLLECTOR_S,
        always: Sequence[str] = (),
    ) -> None:
        self._collectors = dict(collectors)
        self.always = tuple(always)
        self._crew = crew
        self._deadline_s = deadline_s

    @property
    def names(self) -> tuple[str, ...]:
        """Every collector there is."""
        return tuple(self._collectors)

    def gather(self, names: Sequence[str], case: Case, progress: Progress) -> Gathered:
        """What the named collectors found; one that fails leaves a gap, and the others stand."""
        chosen = [(name, self._collectors[name]) for name in dict.fromkeys(names) if name in self._collectors]
        with answering_within(self._deadline_s):
            asked = [(each, self._crew.submit(each.collect, case)) for _, each in chosen]
            _follow([future for _, future in asked], progress)
            wait([future for _, future in asked], timeout=None if (left := patience_s()) is None else left + _GRACE_S)
        parts = [_come(each, future) for each, future in asked]
        unknown = tuple(
            Gap(what=f"the collector {name}", why="it is not set up here", by_choice=True)
            for name in names
            if name not in self._collectors
        )
        return Gathered(
            evidence=tuple(fact for part in parts for fact in part.evidence),
            gaps=(*(gap for part in parts for gap in part.gaps), *unknown),
            metrics=tuple(metric for part in parts for metric in part.metrics),
        )


def _come(collector: Collector, future: "Future[Gathered]") -> Gathered:
    if not future.done():
        future.cancel()
        why = f"it had not answered within {COLLECTOR_S:.0f} s"
        return Gathered(gaps=(Gap(what=collector.about, why=why, advice="Explain again in a minute."),))
    error = future.exception()
    if error is not None and not isinstance(error, AssistantError):
        # A mistake of ours in one collector must not cost the others' answer; the log has its trace.
        _LOG.error("a collector failed: %s", collector.about, exc_info=error)
        why = f"looking failed unexpectedly ({type(error).__name__})"
        return Gathered(gaps=(Gap(what=collector.about, why=why, advice="The log tells more."),))
    brought = told(future, collector.about)
    return brought.answer or Gathered(gaps=brought.gaps)


def _follow(futures: "Sequence[Future[Gathered]]", progress: Progress) -> None:
    def come(_: "Future[Gathered]") -> None:
        progress.say("Gathering evidence", sum(each.done() for each in futures), len(futures))

    for each in futures:
        each.add_done_callback(come)
