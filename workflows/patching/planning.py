"""Plans are made here: everything that a change depends on is asked for now, and what cannot be learnt leaves out."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from core.clock import Clock
from core.errors import AssistantError, Upstream
from core.findings import Finding
from core.fleet import Instance
from core.gaps import Gap
from core.patches import Node, Patch
from core.patching.drafting import Draft, Subject, Terms, draft, live_now
from core.patching.eligible import Machine
from core.patching.hold import Hold
from core.patching.live import LiveState
from core.patching.plan import PatchLevel, Plan, PlannedWindow, runs_windows
from core.place import Place
from core.progress import Progress, Silent
from services.aws.crew import Crew
from services.aws.deadline import answering_within, patience_s
from services.aws.machines import Known, MachineFacts, Machines
from services.aws.patch_states import Answers, PatchStates
from workflows.patch_window import PatchWindows
from workflows.survey import Survey, Surveyor
from workflows.told import told

_THREADS = 24
_AHEAD_DAYS = 7
_LATE = ("prod", "production")


HoldsOf = Callable[[Sequence[str]], Mapping[str, tuple[Hold, ...]]]
"""What holds on machines now, by machine."""


def _nothing_held(_: Sequence[str]) -> Mapping[str, tuple[Hold, ...]]:
    return {}


@dataclass(frozen=True, slots=True)
class Sources:
    """What a plan is made from."""

    surveyor: Surveyor
    nodes: PatchStates
    machines: Machines
    windows: PatchWindows
    holds: HoldsOf = _nothing_held


@dataclass(frozen=True, slots=True)
class Rules:
    """What a team has settled for every plan."""

    bake_s: float
    backup_keep_days: int
    rollback_approved: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """A draft, the names of all machines that were looked at, what is missing, and where it comes from."""

    draft: Draft
    labels: Mapping[str, str]
    gaps: tuple[Gap, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class _Learnt:
    subjects: tuple[Subject, ...]
    labels: Mapping[str, str]
    gaps: tuple[Gap, ...]
    place: Place


class Planner:
    """Asks anew for each plan; a plan never rests on an answer that was kept."""

    def __init__(self, sources: Sources, rules: Rules, clock: Clock, deadline_s: float) -> None:
        self._sources = sources
        self._rules = rules
        self._clock = clock
        self._deadline_s = deadline_s
        self._crew = Crew(_THREADS, thread_name_prefix="plan")

    def plan(
        self, instance_ids: Sequence[str], level: PatchLevel, requested_by: str, progress: Progress, *, rollback: bool
    ) -> Planned:
        """Draft a plan for the instances (none: the whole fleet), for the best window of the coming week.

        Raises:
            NotFound: none of the instances exists here.
            Upstream: the findings, or what EC2 and Auto Scaling know of the machines, could not be asked for.
        """
        with answering_within(self._deadline_s):
            learnt = self._learn(instance_ids, progress)
            now = self._clock.now()
            terms = Terms(
                plan_id=f"p-{now:%Y%m%d}-{token_hex(3)}",
                account=learnt.place.account,
                region=learnt.place.region,
                made_at=now,
                requested_by=requested_by,
                level=level,
                bake_s=self._rules.bake_s,
                backup_keep_days=self._rules.backup_keep_days,
                rollback_approved=rollback and self._rules.rollback_approved,
            )
            made = draft(learnt.subjects, terms)
            if made.plan is None:
                return Planned(made, learnt.labels, learnt.gaps, learnt.place)
            progress.say("Looking for a window")
            window, gaps = self._window(made.plan)
        plan = made.plan.model_copy(update={"window": window})
        return Planned(made.model_copy(update={"plan": plan}), learnt.labels, (*learnt.gaps, *gaps), learnt.place)

    def live(self, plan: Plan) -> LiveState:
        """How the machines of a plan are now; one that could not be learnt about is not in it, and so has drifted.

        Raises:
            Upstream: as `plan`.
        """
        with answering_within(self._deadline_s):
            learnt = self._learn([machine.instance_id for machine in plan.machines], Silent())
        return live_now(plan, learnt.subjects)

    def _learn(self, instance_ids: Sequence[str], progress: Progress) -> _Learnt:
        progress.say("Reading findings and machines")
        survey = self._sources.surveyor.survey(instance_ids, "all", progress)
        known = tuple(each.instance for each in survey.instances if each.instance.state != "unknown")
        names = [instance.instance_id for instance in known if instance.opted_in]
        progress.say("Reading what Systems Manager and EC2 know of them", 0, len(names))
        facts = self._crew.submit(self._sources.machines.of, names)
        nodes = self._crew.submit(self._sources.nodes.nodes, names)
        asked: list[Future[Any]] = [facts, nodes]
        wait(asked, timeout=patience_s())
        told_nodes = told(nodes, "which machines Systems Manager manages")
        if not facts.done():
            raise Upstream.timed_out("DescribeInstances")
        machines = facts.result()
        managed = told_nodes.answer or Answers({}, {})
        missing = self._missing(managed.told)
        unread, holds = _unread(survey), self._sources.holds(names)
        subjects = tuple(
            Subject(
                machine=machine_of(instance, machines, managed, asked=told_nodes.answer is not None),
                findings=tuple(_findings(survey)[instance.instance_id]),
                missing=missing.told.get(instance.instance_id, ()),
                holds=holds.get(instance.instance_id, ()),
            )
            for instance in known
            if instance.instance_id not in unread
        )
        gaps = (
            *survey.gaps,
            *machines.gaps,
            *told_nodes.gaps,
            *managed.gaps("whether Systems Manager manages {count} instances"),
            *missing.gaps("the missing patches of {count} Windows instances"),
        )
        labels = {each.instance.instance_id: each.instance.label for each in survey.instances}
        return _Learnt(subjects, labels, gaps, survey.place)

    def _missing(self, nodes: Mapping[str, Node]) -> Answers[tuple[Patch, ...]]:
        """What Patch Manager misses on Windows, where only it knows which number closes which finding."""
        windows = [name for name, node in nodes.items() if runs_windows(node.platform)]
        return self._sources.nodes.missing(windows) if windows else Answers({}, {})

    def _window(self, plan: Plan) -> tuple[PlannedWindow | None, tuple[Gap, ...]]:
        """The best window of the machine whose load matters most; None: as soon as it is approved."""
        machine = max(plan.machines, key=lambda each: (each.environment in _LATE, len(each.target_group_arns)))
        what = "when the machines are least needed"
        try:
            answer = self._sources.windows.windows(machine.instance_id, _AHEAD_DAYS, Silent())
        except AssistantError as error:
            return None, (Gap(what=what, why=error.sentence, advice=error.advice),)
        if not answer.recommended_windows:
            return None, (Gap(what=what, why=answer.summary, advice="Choose a time with Later on the card."),)
        best = answer.recommended_windows[0]
        return PlannedWindow(start=best.start, end=best.end, zone=answer.load_analysis.zone), ()


def machine_of(instance: Instance, known: Known, nodes: Answers[Node], *, asked: bool) -> Machine:
    """One machine out of what was told of several; `asked`: whether Systems Manager could be asked at all."""
    facts: MachineFacts | None = known.machines.get(instance.instance_id)
    return Machine(
        instance=instance,
        node=nodes.told.get(instance.instance_id),
        asked_node=asked and instance.instance_id not in nodes.unasked,
        volumes=facts.volumes if facts else None,
        root_device_type=facts.root_device_type if facts else "",
        instance_store=facts.instance_store if facts else (),
        lifecycle=facts.lifecycle if facts else "",
        hibernation=bool(facts and facts.hibernation),
        metal=bool(facts and facts.metal),
        target_group_arns=facts.target_group_arns if facts else None,
        auto_scaling_group=facts.auto_scaling_group if facts else "",
    )


def _findings(survey: Survey) -> Mapping[str, list[Finding]]:
    by_instance: dict[str, list[Finding]] = defaultdict(list)
    for finding in survey.findings:
        by_instance[finding.instance_id].append(finding)
    return by_instance


def _unread(survey: Survey) -> frozenset[str]:
    """Machines of which Inspector counts more findings than were listed: a plan from a part of them would mislead."""
    listed = _findings(survey)
    return frozenset(
        each.instance.instance_id
        for each in survey.instances
        if each.counts.total > len(listed[each.instance.instance_id])
    )
