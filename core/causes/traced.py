"""What X-Ray's service graph calls things, as components.

https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-servicegraph
"""

import re
from collections.abc import Iterable

from core.causes.components import Component, Known, remote
from core.causes.subject import Subject
from core.model import Model

_CLIENT, _REMOTE = "client", "remote"
# A database of RDS is called by its end point, with the schema in front: `orders@orders-db.c9akciq32.us-west-2.rds.…`.
_RDS = re.compile(
    r"(?:.*@)?([a-z][a-z0-9-]*)\.(cluster-(?:ro-)?)?[a-z0-9]+\.[a-z0-9-]+\.rds\.amazonaws\.com", re.IGNORECASE
)
_THINGS = {
    "AWS::Lambda": "function",
    "AWS::Lambda::Function": "function",
    "AWS::DynamoDB::Table": "table",
}
# X-Ray's filter expressions put names in quotes, and know no way to write one within.
_UNASKABLE = re.compile(r"[\"\\]")


class TracedNode(Model):
    """A node of the graph. `kind` is X-Ray's type, such as AWS::EC2::Instance, Database::SQL, remote or client."""

    ref: int
    name: str
    names: tuple[str, ...] = ()
    kind: str = ""


class TracedGraph(Model):
    """The nodes, and the calls between them by their `ref`."""

    nodes: tuple[TracedNode, ...] = ()
    calls: tuple[tuple[int, int], ...] = ()


def known_of_traces(graph: TracedGraph) -> Known:
    """The components of a graph, those that run tracing first; people who call are none."""
    nodes = sorted(graph.nodes, key=lambda each: each.kind == _REMOTE)
    components = {each.ref: _component(each) for each in nodes if each.name and each.kind != _CLIENT}
    calls = (
        (components[caller].name, components[callee].name)
        for caller, callee in graph.calls
        if caller in components and callee in components
    )
    return Known(components=tuple(components.values()), calls=tuple(dict.fromkeys(calls)))


def _component(node: TracedNode) -> Component:
    names = [node.name, *node.names]
    things = list(_things(node))
    for thing in things:
        names += thing.named
    asked = () if _UNASKABLE.search(node.name) else (node.name,)
    name = remote(node.name) if node.kind == _REMOTE else next((each.named[0] for each in things), node.name)
    return Component(name=name, names=tuple(dict.fromkeys(names)), things=tuple(things), traced=asked)


def _things(node: TracedNode) -> Iterable[Subject]:
    database = _RDS.fullmatch(node.name)
    if database:
        yield Subject(**{"db_cluster" if database.group(2) else "db": database.group(1)})
    elif node.kind in _THINGS:
        yield Subject(**{_THINGS[node.kind]: node.name})
