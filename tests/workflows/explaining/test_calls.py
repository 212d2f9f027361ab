"""Who is around an alert, by several sources, and what its calls come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.causes.measures import Traffic
from core.causes.subject import Subject
from core.causes.traced import TracedGraph, TracedNode
from core.errors import NotFound
from core.fleet import Instance
from core.gaps import Gap
from core.series import Metric, Series
from services.aws.cloudwatch import Readings
from services.aws.crew import Crew
from services.aws.load_balancers import Balancer, TargetGroup, TargetHealth
from tests.core.examples import NOW, instance, instance_id
from tests.workflows.explaining.world import alert
from tests.workflows.fakes import DENIED
from workflows.explaining.case import Case, Gathered
from workflows.explaining.collectors.calls import CallCollector
from workflows.explaining.surroundings import Found, Neighbourhood, Sources

ALARMED = NOW - timedelta(minutes=1)
USUAL_S = {"checkout": 0.12, "payments": 0.08, "cart": 0.01}
TRACES = TracedGraph(
    nodes=tuple(TracedNode(ref=number, name=name, kind="AWS::EC2::Instance") for number, name in enumerate(USUAL_S)),
    calls=((0, 1), (0, 2)),
)


@dataclass
class Traces:
    """X-Ray; who is slow takes so many seconds more since nine minutes before the alarm."""

    drawn: TracedGraph = field(default_factory=TracedGraph)
    slow: Mapping[str, float] = field(default_factory=dict)
    refuses: bool = False

    def graph(self, since: datetime, until: datetime) -> TracedGraph:
        assert until - since <= timedelta(hours=6)
        if self.refuses:
            raise DENIED
        return self.drawn

    def traffic(self, name: str, since: datetime, until: datetime, period_s: int) -> tuple[Traffic, ...]:
        if name not in USUAL_S:
            return ()
        first = int(since.timestamp()) // period_s * period_s
        begun = ALARMED.timestamp() - 9 * 60
        return tuple(
            Traffic(at=at, calls=100, failed=0, seconds=100 * self._took(name, at, begun))
            for at in range(first, int(until.timestamp()), period_s)
        )

    def _took(self, name: str, at: float, begun: float) -> float:
        noise = 1 + 0.02 * ((at // 60 * 7919) % 11 - 5) / 5
        return USUAL_S[name] * noise + (self.slow.get(name, 0.0) if at >= begun else 0.0)


@dataclass
class Balanced:
    """Load balancers, the groups behind each, and the targets of all."""

    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    targets_: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def balancers(self) -> tuple[Balancer, ...]:
        return tuple(Balancer(name=name, ident=f"app/{name}/1", host=f"{name}.elb") for name in self.groups)

    def groups_of(self, balancer: str) -> tuple[TargetGroup, ...]:
        name = balancer.split("/")[1]
        if name == "gone":
            raise NotFound("gone")
        return tuple(TargetGroup(arn=f"arn:aws:x:y:z:targetgroup/{each}/1", name=each) for each in self.groups[name])

    def targets(self, group_arn: str) -> tuple[TargetHealth, ...]:
        names = self.targets_.get(group_arn.split("/")[1], ())
        return tuple(TargetHealth(id=each, port="80", state="healthy") for each in names)


@dataclass
class Machines:
    """Instances by what is asked for."""

    known: tuple[Instance, ...] = ()
    asked: tuple[Mapping[str, Sequence[str]], ...] = ()

    def matching(self, *either: Mapping[str, Sequence[str]]) -> tuple[Instance, ...]:
        self.asked += either
        return self.known


class Readers:
    """CloudWatch with the same course for every metric of a name."""

    def __init__(self, **courses: tuple[float, float]) -> None:
        self.courses = courses
        self.asked: list[Metric] = []

    def read(self, metrics: Sequence[Metric], start: datetime, end: datetime, period_s: int) -> Readings:
        self.asked += metrics
        first, last = (int(each.timestamp()) // period_s * period_s for each in (start, end))
        times = tuple(float(each) for each in range(first, last, period_s))
        begun = ALARMED.timestamp() - 9 * 60
        series = []
        for metric in metrics:
            usual, late = self.courses.get(metric.name, (None, None))
            values = tuple(late if at >= begun else usual for at in times)
            series.append(Series(metric=metric, period_s=period_s, times=times, values=values))
        return Readings(tuple(series), (Gap(what="one metric", why="late"),) if self.courses.get("late") else ())


CREW = Crew(4, thread_name_prefix="test")


def _near(given: Mapping[str, tuple[str, ...]] | None = None, **sources: Any) -> Neighbourhood:  # noqa: ANN401  fakes
    fakes = {"xray": Traces(), "balancers": Balanced(), "machines": Machines(), **sources}
    return Neighbourhood(Sources(given=given or {}, **fakes), CREW)


def _case(about: Subject | None = None, **names: str) -> Case:
    return Case(alert(metrics=("Latency",)), about or Subject(), names, ALARMED, NOW)


def _found(near: Neighbourhood, about: Subject | None = None, **names: str) -> Found:
    return near.of(_case(about, **names))


def _collected(
    xray: Traces,
    given: Mapping[str, tuple[str, ...]] | None = None,
    readers: Readers | None = None,
    **sources: Any,  # noqa: ANN401  fakes
) -> Gathered:
    near = _near(given, xray=xray, **sources)
    collector = CallCollector(near, readers or Readers(), xray, CREW)  # type: ignore[arg-type]
    return collector.collect(_case(service="checkout"))


def test_all_sources_are_put_together_under_one_name() -> None:
    tagged = instance().model_copy(update={"name": "checkout-1", "tags": {"Service": "checkout", "DependsOn": "cache"}})
    near = _near({"checkout": ("ledger",)}, xray=Traces(TRACES), machines=Machines((tagged,)))
    found = _found(near, Subject(instance_id=instance_id()))
    assert found.start is not None
    assert found.start.name == "checkout"
    assert set(found.around.calls.callees("checkout")) == {"ledger", "cache", "payments", "cart"}
    assert found.gaps == ()


def test_a_balancer_and_its_only_group_are_one_component_with_what_the_machines_say() -> None:
    tagged = instance().model_copy(update={"tags": {"Service": "checkout"}})
    balanced = Balanced({"shop": ("web",)}, {"web": (instance_id(),)})
    machines = Machines((tagged,))
    found = _found(_near(xray=Traces(TRACES), balancers=balanced, machines=machines), Subject(balancer="app/shop/1"))
    assert found.start is not None
    assert found.start.name == "checkout"
    assert Subject(balancer="app/shop/1") in found.start.things
    assert set(found.around.calls.callees("checkout")) == {"payments", "cart"}
    assert {"instance-id": [instance_id()]} in machines.asked


def test_a_balancer_with_several_groups_calls_each_of_them() -> None:
    balanced = Balanced(
        {"shop": ("web", "api")}, {"web": ("10.0.0.7",), "api": ("arn:aws:lambda:a:b:function:charge",)}
    )
    found = _found(_near(balancers=balanced), Subject(balancer="app/shop/1"))
    assert found.around.calls.callees("shop") == ("web", "api")
    assert "charge" in found.around.components["api"].known_as
    assert "10.0.0.7" in found.around.components["web"].known_as


def test_a_balancer_that_is_gone_by_now_has_nothing_behind_it() -> None:
    found = _found(_near(balancers=Balanced({"gone": ()})), Subject(balancer="app/gone/1"))
    assert found.start is not None
    assert (found.start.name, found.gaps) == ("gone", ())


def test_an_alert_of_a_group_asks_for_its_machines() -> None:
    machines = Machines((instance().model_copy(update={"tags": {"aws:autoscaling:groupName": "web-prod"}}),))
    found = _found(_near(machines=machines), Subject(group="web-prod"))
    assert {"tag:aws:autoscaling:groupName": ["web-prod"]} in machines.asked
    assert found.start is not None
    assert found.start.things == (Subject(instance_id=instance_id()),)


def test_a_cluster_s_name_is_not_taken_for_that_of_a_component() -> None:
    near = _near({"shop": ("ledger",), "cart": ("carts",)})
    found = _found(near, Subject(cluster="shop", ecs_service="cart"))
    assert found.start is not None
    assert found.start.name == "cart"


def test_a_source_that_refuses_is_a_gap_and_the_others_stand() -> None:
    found = _found(_near({"checkout": ("ledger",)}, xray=Traces(refuses=True)), service="checkout")
    [gap] = found.gaps
    assert (gap.what, gap.by_choice) == ("who calls whom by X-Ray", False)
    assert gap.why == DENIED.sentence
    assert found.around.calls.callees("checkout") == ("ledger",)


def test_an_account_without_tracing_is_no_failure_and_the_gap_says_how_to_give_a_graph() -> None:
    found = _collected(Traces())
    assert found.evidence == ()
    [gap] = found.gaps
    assert (gap.what, gap.by_choice) == ("what it depends on", True)
    assert "SRE_CALLS" in gap.advice
    assert "DependsOn" in gap.advice


def test_a_component_that_calls_nobody_is_told_apart_from_one_that_is_not_known() -> None:
    found = _collected(Traces(TracedGraph(nodes=(TracedNode(ref=0, name="checkout"),))))
    assert [gap.why for gap in found.gaps] == ["nobody says whom checkout calls"]


def test_a_slow_callee_is_named_with_its_share_and_both_are_pictured() -> None:
    found = _collected(Traces(TRACES, slow={"payments": 0.4, "checkout": 0.4}))
    [fact] = found.evidence
    assert (fact.kind, fact.component, found.gaps) == ("upstream_troubled", "payments", ())
    assert fact.first_seen is not None
    assert abs(fact.first_seen - (ALARMED - timedelta(minutes=9))) <= timedelta(minutes=1)
    assert [each.label for each in found.metrics] == ["Time per call of checkout", "Time per call of payments"]


def test_calm_callees_speak_against_it() -> None:
    found = _collected(Traces(TRACES, slow={"checkout": 0.4}))
    assert [each.kind for each in found.evidence] == ["upstream_calm", "own_trouble"]
    assert found.evidence[0].said == "Of what checkout calls, nothing left its normal: payments, cart."


def test_one_that_nothing_measures_is_a_gap_and_not_said_to_be_well() -> None:
    found = _collected(Traces(TRACES, slow={"checkout": 0.4}), {"checkout": ("ledger",)})
    assert found.evidence == ()
    assert [(gap.what, gap.by_choice) for gap in found.gaps] == [("how ledger did", True)]


def test_a_database_that_is_known_by_its_name_alone_is_measured_by_cloudwatch() -> None:
    readers = Readers(CPUUtilization=(30.0, 97.0))
    found = _collected(Traces(TRACES, slow={"checkout": 0.4}), {"checkout": ("orders-db",)}, readers)
    [fact] = found.evidence
    assert fact.said == "orders-db is strained, in step with checkout."
    assert ("AWS/RDS", "CPUUtilization") in {(each.namespace, each.name) for each in readers.asked}


def test_what_cloudwatch_or_x_ray_could_not_tell_is_named() -> None:
    class Silent(Traces):
        def traffic(self, name: str, since: datetime, until: datetime, period_s: int) -> tuple[Traffic, ...]:
            if name == "cart":
                raise DENIED
            return super().traffic(name, since, until, period_s)

    found = _collected(Silent(TRACES, slow={"checkout": 0.4}), readers=Readers(late=(1.0, 1.0)))
    assert [gap.what for gap in found.gaps] == ["one metric", "the traces of cart"]
    assert found.evidence == ()
