from hypothesis import given
from hypothesis import strategies as st

from core.causes.graph import graph_of, untraced


def test_callees_and_callers_are_named_once_and_never_themselves() -> None:
    calls = graph_of([("shop", "cart"), ("shop", "cart"), ("cart", "cart"), ("web", "cart")])
    assert calls.callees("shop") == ("cart",)
    assert calls.callers("cart") == ("shop", "web")
    assert calls.callees("cart") == ()


def test_a_caller_comes_before_everything_it_calls() -> None:
    calls = graph_of([("web", "db"), ("web", "cart"), ("cart", "db"), ("db", "disk")])
    order = [component for component, _ in calls.outward("web")]
    assert order.index("web") < order.index("cart") < order.index("db") < order.index("disk")


def test_a_call_that_closes_a_circle_is_left_out() -> None:
    calls = graph_of([("a", "b"), ("b", "c"), ("c", "a")])
    assert calls.outward("a") == (("a", ("b",)), ("b", ("c",)), ("c", ()))


def test_x_rays_remote_nodes_are_known_from_outside_only() -> None:
    assert untraced("api.example.com_remote")
    assert not untraced("cart_AWS::ECS::Fargate")


_NAMES = st.sampled_from("abcdefg")


@given(st.lists(st.tuples(_NAMES, _NAMES), max_size=20))
def test_in_any_graph_each_reachable_component_comes_once_and_after_its_callers(pairs: list[tuple[str, str]]) -> None:
    walk = graph_of(pairs).outward("a")
    order = [component for component, _ in walk]
    assert len(order) == len(set(order))
    assert all(order.index(caller) < order.index(callee) for caller, callees in walk for callee in callees)


def test_who_is_bypassed_has_its_callers_call_its_callees() -> None:
    calls = graph_of([("a", "b"), ("b", "c"), ("b", "d"), ("d", "e")])
    assert calls.bypassing(["b"]).calls == (("d", "e"), ("a", "c"), ("a", "d"))
    assert calls.bypassing(["b", "d"]).callees("a") == ("c", "e")
    assert calls.bypassing(["unheard-of"]) == calls
