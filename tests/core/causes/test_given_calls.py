import pytest

from core.causes.components import merged
from core.causes.given_calls import known_of_given, known_of_machines, read_calls
from core.causes.subject import Subject
from tests.core.examples import instance


def test_a_table_of_lists_is_read_each_callee_once() -> None:
    assert read_calls({"checkout": ["payments", "orders-db", "payments"]}) == {"checkout": ("payments", "orders-db")}
    assert read_calls('{"checkout": ["payments"]}') == {"checkout": ("payments",)}
    assert read_calls("") == {}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("checkout=payments", "it is no JSON; write checkout = "),
        (["checkout"], "it is no table of callers; write checkout = "),
        ({"checkout": "payments"}, "what checkout calls is no list; write checkout = "),
        ({"checkout": []}, "checkout is said to call nobody"),
        ({"checkout": ["checkout"]}, "checkout is said to call itself"),
        ({"checkout": [7]}, "7 is no name of a component"),
        ({"check out": ["db"]}, "'check out' is no name of a component"),
        ({"a": [f"c{number}" for number in range(501)]}, "it has more than 500 calls"),
    ],
)
def test_any_other_shape_is_told_in_one_sentence(given: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence.replace("(", r"\(")):
        read_calls(given)


def test_an_arn_or_an_instance_id_says_what_a_component_is() -> None:
    arn = "arn:aws:rds:us-west-2:123456789012:db:orders-db"
    known = known_of_given({"checkout": (arn, "i-0a554b5583dd70864", "cache")})
    by_name = {each.name: each.things for each in known.components}
    assert by_name == {
        "checkout": (),
        "orders-db": (Subject(db="orders-db"),),
        "i-0a554b5583dd70864": (Subject(instance_id="i-0a554b5583dd70864"),),
        "cache": (),
    }
    assert merged((known,)).calls.callees("checkout") == ("orders-db", "i-0a554b5583dd70864", "cache")


def test_a_service_of_ecs_is_not_called_as_its_cluster() -> None:
    [_, cart] = known_of_given({"web": ("arn:aws:ecs:us-west-2:123456789012:service/shop/cart",)}).components
    assert (cart.name, cart.things) == ("cart", (Subject(cluster="shop", ecs_service="cart"),))


def test_machines_of_one_service_or_group_are_one_component_with_what_any_of_them_calls() -> None:
    tags = {"Service": "checkout", "DependsOn": "payments, orders-db"}
    group = {"aws:autoscaling:groupName": "web-prod"}
    machines = (
        instance(1).model_copy(update={"name": "checkout-1", "tags": tags}),
        instance(2).model_copy(update={"name": "checkout-2", "tags": {"Service": "checkout"}}),
        instance(3).model_copy(update={"name": "web-1", "tags": group}),
        instance(4).model_copy(update={"name": "web-2", "tags": group}),
        instance(5).model_copy(update={"name": "", "tags": {}}),
    )
    around = merged((known_of_machines(machines),))
    assert {name: len(each.things) for name, each in around.components.items()} == {
        "checkout": 2, "web-prod": 2, instance(5).instance_id: 1, "payments": 0, "orders-db": 0,
    }  # fmt: skip
    assert around.calls.callees("checkout") == ("payments", "orders-db")
