from core.causes.components import Component, Known, Surroundings, merged, remote
from core.causes.subject import Subject

GIVEN = Known(calls=(("checkout", "orders-db"),))
TRACED = Known(
    components=(
        Component(name="orders-db", names=("orders@orders-db.c9.us-west-2.rds.amazonaws.com",), traced=("orders@…",)),
        Component(name="Checkout", traced=("Checkout",)),
        Component(name=remote("pay.example.com"), names=("pay.example.com",), traced=("pay.example.com",)),
    ),
    calls=(("Checkout", remote("pay.example.com")),),
)
MACHINES = Known(components=(Component(name="i-1", names=("checkout",), things=(Subject(instance_id="i-1"),)),))


def _around() -> Surroundings:
    return merged((GIVEN, TRACED, MACHINES))


def test_whoever_shares_a_name_is_one_component_called_as_the_first_source_calls_it() -> None:
    around = _around()
    assert set(around.components) == {"checkout", "orders-db", "pay.example.com::remote"}
    checkout = around.components["checkout"]
    assert checkout.traced == ("Checkout",)
    assert checkout.things == (Subject(instance_id="i-1"),)
    assert checkout.known_as == {"checkout", "i-1"}


def test_calls_of_all_sources_are_between_the_same_components() -> None:
    assert _around().calls.callees("checkout") == ("orders-db", "pay.example.com::remote")


def test_a_name_that_joins_two_components_makes_them_one() -> None:
    apart = Known(components=(Component(name="a"), Component(name="b"), Component(name="c", names=("A", "B"))))
    assert [each.known_as for each in merged((apart,)).components.values()] == [{"a", "b", "c"}]


def test_a_component_is_found_by_any_of_its_names_the_first_name_first() -> None:
    found = _around().find(("", "unheard-of", "I-1", "orders-db"))
    assert found is not None
    assert found.name == "checkout"
    assert _around().find(("unheard-of",)) is None


def test_reach_ends_after_some_hops_and_some_components_the_nearest_first() -> None:
    chain = merged((Known(calls=(("a", "b"), ("b", "c"), ("c", "a"), ("a", "d"))),))
    assert [each.name for each in chain.reached("a", 3, 20)] == ["a", "b", "d", "c"]
    assert [each.name for each in chain.reached("a", 1, 20)] == ["a", "b", "d"]
    assert [each.name for each in chain.reached("a", 3, 2)] == ["a", "b"]


def test_people_read_the_name_without_what_marks_it_as_seen_from_outside() -> None:
    assert Component(name=remote("pay.example.com")).label == "pay.example.com"
