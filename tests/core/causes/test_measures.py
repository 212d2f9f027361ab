from core.causes.components import Component
from core.causes.measures import Traffic, measures_of, series_of, series_of_traffic
from core.causes.shift import Measured, Values
from core.causes.subject import Subject
from core.series import Metric


def _read(component: Component, **values: Values) -> dict[Metric, Values]:
    """Values by the name of a metric, the same for each thing that has it."""
    return {each.metric: values[each.metric.name] for each in measures_of(component) if each.metric.name in values}


def _series(component: Component, **values: Values) -> dict[str, list[float | None]]:
    found = series_of(component, _read(component, **values))
    return {key.metric: list(each) for key, each in found.items()}


def test_a_load_balancer_tells_what_its_callers_wait_for_and_how_often_they_get_nothing() -> None:
    balancer = Component(name="web", things=(Subject(balancer="app/web/50dc6c495c0c9188"),))
    found = _series(
        balancer, TargetResponseTime=[0.2, None], RequestCount=[100, 200],
        HTTPCode_Target_5XX_Count=[None, 8], HTTPCode_ELB_5XX_Count=[None, 2],
    )  # fmt: skip
    assert found == {"latency": [0.2, None], "requests": [100, 200], "availability": [100, 95]}


def test_a_network_load_balancer_measures_no_requests() -> None:
    assert measures_of(Component(name="net", things=(Subject(balancer="net/shop/1"),))) == ()


def test_a_function_s_milliseconds_become_seconds() -> None:
    found = _series(Component(name="charge", things=(Subject(function="charge"),)), Duration=[250.0], Invocations=[10])
    assert found == {"latency": [0.25], "requests": [10], "availability": [100]}


def test_a_processor_s_use_becomes_how_long_work_queues_for_it_of_machines_the_worst() -> None:
    machines = Component(name="web", things=(Subject(instance_id="i-1"), Subject(instance_id="i-2")))
    first, second = (each.metric for each in measures_of(machines))
    read: dict[Metric, Values] = {first: [50, 10, None], second: [20, 90, None]}
    strains = series_of(machines, read)[Measured("web", "cpu_strain", "Average")]
    assert [round(each, 3) for each in strains if each] == [2, 10, 10]


def test_ten_machines_stand_for_all_of_a_large_group() -> None:
    things = tuple(Subject(instance_id=f"i-{number}") for number in range(200))
    assert len(measures_of(Component(name="web", things=things))) == 10


def test_five_minutes_values_hold_for_five_minutes_and_no_longer() -> None:
    machine = Component(name="web", things=(Subject(instance_id="i-1"),))
    found = _series(machine, CPUUtilization=[50, None, None, None, None, None, None])
    assert [each is not None for each in found["cpu_strain"]] == [True] * 5 + [False] * 2


def test_what_is_known_by_its_name_alone_may_be_a_database_or_a_function_and_is_nothing_without_values() -> None:
    named = Component(name="orders-db")
    assert {each.metric.namespace for each in measures_of(named)} == {"AWS/RDS", "AWS/Lambda"}
    assert _series(named) == {}
    assert measures_of(Component(name="orders", traced=("orders",))) == ()


def test_traffic_becomes_time_per_call_calls_and_the_share_that_was_answered() -> None:
    counted = (Traffic(at=60, calls=10, failed=1, seconds=2.0), Traffic(at=120, calls=0, failed=0, seconds=0.0))
    found = series_of_traffic("cart", (0.0, 60.0, 120.0), counted)
    assert {key.metric: list(values) for key, values in found.items()} == {
        "latency": [None, 0.2, None], "requests": [None, 10, None], "availability": [None, 90, None],
    }  # fmt: skip
    assert series_of_traffic("cart", (0.0,), ()) == {}
