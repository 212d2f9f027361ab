from core.causes.components import merged
from core.causes.subject import Subject
from core.causes.traced import TracedGraph, TracedNode, known_of_traces

HOST = "c9akciq32rgz.us-west-2.rds.amazonaws.com"


def _node(ref: int, name: str, kind: str) -> TracedNode:
    return TracedNode(ref=ref, name=name, names=(name,), kind=kind)


def test_people_who_call_are_no_component() -> None:
    nodes = (
        _node(0, "shop", "client"),
        _node(1, "shop", "AWS::EC2::Instance"),
        _node(2, "cart", "AWS::ECS::Container"),
    )
    around = merged((known_of_traces(TracedGraph(nodes=nodes, calls=((0, 1), (1, 2), (1, 9)))),))
    assert around.calls.calls == (("shop", "cart"),)


def test_a_database_is_known_by_the_name_in_its_end_point() -> None:
    nodes = (
        _node(1, f"orders@orders-db.{HOST}", "Database::SQL"),
        _node(2, f"main.cluster-{HOST}", "Database::SQL"),
        _node(3, "orders@127.0.0.1", "Database::SQL"),
    )
    things = {each.name: each.things for each in known_of_traces(TracedGraph(nodes=nodes)).components}
    assert things == {
        "orders-db": (Subject(db="orders-db"),),
        "main": (Subject(db_cluster="main"),),
        "orders@127.0.0.1": (),
    }


def test_a_function_s_two_nodes_are_one_component() -> None:
    nodes = (_node(1, "charge", "AWS::Lambda"), _node(2, "charge", "AWS::Lambda::Function"))
    around = merged((known_of_traces(TracedGraph(nodes=nodes, calls=((1, 2),))),))
    assert around.components["charge"].things == (Subject(function="charge"),)
    assert around.calls.callees("charge") == ()


def test_an_end_point_that_runs_no_tracing_is_marked_unless_it_is_known_better() -> None:
    seen = TracedGraph(nodes=(_node(1, "pay.example.com", "remote"),))
    assert known_of_traces(seen).components[0].name == "pay.example.com::remote"
    both = TracedGraph(nodes=(*seen.nodes, _node(2, "pay.example.com", "AWS::EC2::Instance")))
    assert set(merged((known_of_traces(both),)).components) == {"pay.example.com"}


def test_what_x_ray_cannot_be_asked_for_is_not() -> None:
    [odd] = known_of_traces(TracedGraph(nodes=(_node(1, 'a"b', "remote"),))).components
    assert odd.traced == ()
