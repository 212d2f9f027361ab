"""Who calls whom around an alert: what the team says, tags, load balancers and X-Ray know, put together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from core.causes.components import Component, Known, Surroundings, merged
from core.causes.given_calls import CALLS_TAG, GROUP_TAG, SERVICE_TAG, Calls, known_of_given, known_of_machines
from core.causes.subject import Subject, thing_of
from core.causes.traced import known_of_traces
from core.errors import NotFound
from core.gaps import Gap
from services.aws.crew import Crew
from services.aws.deadline import answering_within, patience_s
from services.aws.ec2 import FILTER_VALUES, Ec2
from services.aws.load_balancers import Balancer, LoadBalancers, TargetGroup
from services.aws.xray import XRay
from workflows.explaining.case import Case
from workflows.told import told

# Traces are asked for around the onset, and come late.
_BEFORE, _AFTER = timedelta(hours=1), timedelta(minutes=30)
# Sources that take longer are left out, so that there is time to measure what the others know.
_SOURCES_S = 6.0
_MOST_BALANCERS = 3
_MOST_GROUPS = 6
# What a cluster, a namespace or a node is called names many components.
_NAMING = (
    "instance_id", "target_group", "balancer", "db", "db_cluster", "ecs_service", "function", "table", "queue", "group",
    "deployment_name", "pod",
)  # fmt: skip
HOPS, MOST = 3, 20
"""How many calls away, and how many components at most, are looked at."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Whom to ask; `given` is what the team says."""

    given: Calls
    xray: XRay
    balancers: LoadBalancers
    machines: Ec2


@dataclass(frozen=True, slots=True)
class Found:
    """What is around an alert; `start` is its component, None where nothing that is known goes by any of its names."""

    around: Surroundings
    start: Component | None
    gaps: tuple[Gap, ...] = ()


class Neighbourhood:
    """Asks every source side by side on the threads of `crew`; one that fails leaves a gap, and the others stand."""

    def __init__(self, sources: Sources, crew: Crew) -> None:
        self._sources = sources
        self._crew = crew

    def of(self, case: Case) -> Found:
        """Who calls whom around the alert's component."""
        names = tuple(_names(case))
        known, gaps = self._asked(
            {
                "machines that say by tags whom they call": partial(self._machines, case.subject),
                "who calls whom by X-Ray": partial(self._traces, case.alarmed_at, case.now),
                "load balancers": self._balancers,
            }
        )
        known = [known_of_given(self._sources.given), *known]
        around = merged(known)
        start = around.find(names)
        behind = self._balancers_of(around, start)
        if behind:
            targets, more = self._asked({f"targets of {each.name}": partial(self._targets, each) for each in behind})
            around, gaps = merged((*known, *targets)), (*gaps, *more)
        return Found(around, around.find(names), gaps)

    def _asked(self, several: Mapping[str, Callable[[], Known]]) -> tuple[list[Known], tuple[Gap, ...]]:
        with answering_within(_SOURCES_S):
            futures = {about: self._crew.submit(ask) for about, ask in several.items()}
            wait(futures.values(), timeout=patience_s())
        answers = [told(future, about) for about, future in futures.items()]
        return [each.answer for each in answers if each.answer], tuple(gap for each in answers for gap in each.gaps)

    def _machines(self, subject: Subject) -> Known:
        """Machines with the tags, that of the alert, and those of its group."""
        either: list[Mapping[str, Sequence[str]]] = [{"tag-key": [SERVICE_TAG, CALLS_TAG]}]
        if subject.instance_id:
            either.append({"instance-id": [subject.instance_id]})
        if subject.group:
            either.append({f"tag:{GROUP_TAG}": [subject.group]})
        return known_of_machines(self._sources.machines.matching(*either))

    def _traces(self, alarmed_at: datetime, now: datetime) -> Known:
        return known_of_traces(self._sources.xray.graph(alarmed_at - _BEFORE, min(now, alarmed_at + _AFTER)))

    def _balancers(self) -> Known:
        return Known(components=tuple(_component(each) for each in self._sources.balancers.balancers()))

    def _balancers_of(self, around: Surroundings, start: Component | None) -> list[Component]:
        """The load balancers within reach, the nearest first."""
        reached = around.reached(start.name, HOPS, MOST) if start else ()
        return [each for each in reached if any(thing.balancer for thing in each.things)][:_MOST_BALANCERS]

    def _targets(self, balancer: Component) -> Known:
        """What stands behind a load balancer, and the tags of its machines.

        Targets of one group are one component. So is a balancer with its only group: what it waits for is the service
        behind it, and not somebody else's.
        """
        ident = next(thing.balancer for thing in balancer.things if thing.balancer)
        try:
            groups = self._sources.balancers.groups_of(ident)[:_MOST_GROUPS]
        except NotFound:
            return Known()
        found = [(group, tuple(_target_names(self._sources.balancers, group))) for group in groups]
        ids = [name for _, names in found for name in names if name.startswith("i-")][:FILTER_VALUES]
        machines = known_of_machines(self._sources.machines.matching({"instance-id": ids})) if ids else Known()
        if len(found) == 1:
            [(group, names)] = found
            alone = Component(name=balancer.name, names=(group.name, *names))
            return Known(components=(*machines.components, alone), calls=machines.calls)
        components = tuple(Component(name=group.name, names=names) for group, names in found)
        calls = tuple((balancer.name, group.name) for group, _ in found)
        return Known(components=(*machines.components, *components), calls=(*machines.calls, *calls))


def _names(case: Case) -> Iterator[str]:
    """What the alert's component may go by, its typed fields before its words."""
    values = case.subject.values()
    yield from (values.get(name, "") for name in _NAMING)
    yield from (case.alert.labels.get(name, "") for name in ("Service", "service", "job", "app"))
    yield case.alert.service
    yield from (case.names.get(name, "") for name in ("service", "host"))


def _component(balancer: Balancer) -> Component:
    things = (Subject(balancer=balancer.ident),)
    return Component(name=balancer.name, names=(balancer.ident, balancer.host), things=things)


def _target_names(balancers: LoadBalancers, group: TargetGroup) -> Iterator[str]:
    """The targets of a group by id, address or, of a function or another load balancer, by the name in its ARN."""
    yield group.arn.rpartition(":")[2]
    for target in balancers.targets(group.arn):
        thing = thing_of(target.id)
        yield thing.named[-1] if thing else target.id
