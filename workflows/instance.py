"""The page about one instance: every section asked side by side, each standing for itself."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import Any, TypeVar

from core import instance_page as page
from core.answers.instance import Identity, InstancePage, ScheduledEvent, StatusCheck
from core.answers.metrics import Metrics
from core.answers.patch_status import PatchCompliance
from core.answers.patch_window import PatchWindow
from core.answers.vuln_analyze import VulnerabilityAnalysis
from core.clock import Clock
from core.fleet import Instance
from core.gaps import Gap
from core.patches import Node
from core.place import Place
from core.progress import Progress, Silent
from services.aws.crew import Crew
from services.aws.deadline import answering_within, patience_s
from services.aws.ec2 import Ec2, Fleet
from services.aws.instance_status import InstanceStatus
from services.aws.patch_states import Answers, PatchStates
from services.aws.session import Aws
from workflows.compliance import Compliance
from workflows.metrics import Measurements
from workflows.patch_window import PatchWindows
from workflows.targets import plain_ids
from workflows.told import Told, told
from workflows.vulnerabilities import Vulnerabilities

T = TypeVar("T")
# A page has seven sections; several people may open one at once.
_THREADS = 42
# Each section gives what it has by then, so that the page is drawn in time.
_SECTIONS = 0.92
_BACK = "7d"
_AHEAD_DAYS = 7


@dataclass(frozen=True, slots=True)
class Sections:
    """What the sections come from."""

    ec2: Ec2
    status: InstanceStatus
    nodes: PatchStates
    vulnerabilities: Vulnerabilities
    metrics: Measurements
    compliance: Compliance
    windows: PatchWindows


@dataclass(frozen=True, slots=True)
class _Asked:
    fleet: Future[Fleet]
    status: Future[tuple[tuple[StatusCheck, ...], tuple[ScheduledEvent, ...]]]
    nodes: Future[Answers[Node]]
    analysis: Future[VulnerabilityAnalysis]
    metrics: Future[Metrics]
    compliance: Future[PatchCompliance]
    windows: Future[PatchWindow]

    @property
    def all(self) -> tuple[Future[Any], ...]:
        return (
            self.fleet,
            self.status,
            self.nodes,
            self.analysis,
            self.metrics,
            self.compliance,
            self.windows,
        )


class InstancePages:
    """Joins what the other operations answer; they keep their answers, so a page asked again is quick."""

    def __init__(self, aws: Aws, sections: Sections, clock: Clock, deadline_s: float) -> None:
        self._aws = aws
        self._sections = sections
        self._clock = clock
        self._deadline_s = deadline_s
        self._crew = Crew(_THREADS, thread_name_prefix="page")

    def of(self, instance_id: str, progress: Progress) -> InstancePage:
        """The page of an instance (id or ARN).

        Raises:
            NotFound: the instance does not exist in this account and region.
            Upstream: AWS did not say which account this is.
        """
        with answering_within(self._deadline_s):
            return self._page(instance_id, progress)

    def _page(self, given: str, progress: Progress) -> InstancePage:
        started, now = self._clock.monotonic(), self._clock.now()
        account = self._crew.answer(lambda: self._aws.account, "GetCallerIdentity")
        [instance_id] = plain_ids([given], account, self._aws.region)
        asked = self._ask(instance_id)
        _follow(asked.all, progress)
        wait(asked.all, timeout=patience_s())
        fleet = told(asked.fleet, "its name, state and type")
        if fleet.answer and not fleet.answer.instances:
            raise self._sections.ec2.not_found([instance_id])
        place = Place(account=account, region=self._aws.region, asked_at=now, took_s=self._clock.monotonic() - started)
        return _joined(_known(instance_id, fleet), asked, fleet.gaps, place)

    def _ask(self, instance_id: str) -> _Asked:
        given = self._sections
        with answering_within(self._deadline_s * _SECTIONS):
            return _Asked(
                fleet=self._crew.submit(given.ec2.instances, (instance_id,)),
                status=self._crew.submit(given.status.of, instance_id),
                nodes=self._crew.submit(given.nodes.nodes, (instance_id,)),
                analysis=self._crew.submit(given.vulnerabilities.analysis, instance_id, Silent()),
                metrics=self._crew.submit(given.metrics.of, instance_id, (), _BACK, Silent()),
                compliance=self._crew.submit(given.compliance.of, (instance_id,), Silent()),
                windows=self._crew.submit(given.windows.windows, instance_id, _AHEAD_DAYS, Silent()),
            )


def _follow(asked: Iterable[Future[Any]], progress: Progress) -> None:
    """Tell how many sections are there, as they come."""
    futures = list(asked)

    def come(_: Future[Any]) -> None:
        progress.say("Reading sections", sum(each.done() for each in futures), len(futures))

    for each in futures:
        each.add_done_callback(come)


def _known(instance_id: str, fleet: Told[Fleet]) -> Instance:
    return fleet.answer.instances[0] if fleet.answer else Instance(instance_id=instance_id, state="unknown")


def _joined(instance: Instance, asked: _Asked, fleet_gaps: tuple[Gap, ...], place: Place) -> InstancePage:
    status = told(asked.status, "EC2's status checks")
    nodes = told(asked.nodes, "whether Systems Manager manages it")
    analysis = told(asked.analysis, "its vulnerabilities")
    metrics = told(asked.metrics, "its metrics, what is unusual in them, and what was done to it")
    patches = told(asked.compliance, "its patches")
    windows = told(asked.windows, "when it can be patched")
    checks, scheduled = status.answer or ((), ())
    known = status.answer is not None or metrics.answer is not None
    well = page.health(instance, checks, scheduled, metrics.answer) if known else None
    danger = _of(analysis, page.risk)
    within = [one.answer.partial for one in (analysis, metrics, patches, windows) if one.answer]
    gaps = (
        *fleet_gaps,
        *(gap for one in (status, nodes, analysis, metrics, patches, windows) for gap in one.gaps),
        *(gap for gaps in within for gap in gaps if not gap.by_choice),
    )
    return InstancePage(
        identity=_identity(instance, nodes),
        health=well,
        risk=danger,
        compliance=_of(patches, page.compliance),
        anomalies=_of(metrics, page.unusual) if metrics.answer and metrics.answer.metrics else None,
        recent_events=_of(metrics, page.events),
        next_window=_of(windows, page.next_window),
        summary=page.page_summary(instance, well, danger, gaps),
        partial=tuple(dict.fromkeys(gaps)),
        place=place,
    )


def _identity(instance: Instance, nodes: Told[Answers[Node]]) -> Identity:
    answers = nodes.answer
    if answers is None or instance.instance_id in answers.unasked:
        return page.identity(instance, None, asked=False)
    return page.identity(instance, answers.told.get(instance.instance_id), asked=True)


def _of(one: Told[Any], make: Callable[[Any], T]) -> T | None:
    return None if one.answer is None else make(one.answer)
