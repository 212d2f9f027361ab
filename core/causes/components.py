"""Components that call one another, put together from what several sources know of them."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce

from core.causes.graph import Graph, graph_of
from core.causes.subject import Subject
from core.model import Model

_REMOTE = "::remote"


class Component(Model):
    """Something that calls others or is called.

    `names` are others that it goes by, `things` are what it consists of in AWS, `traced` what X-Ray calls it.
    """

    name: str
    names: tuple[str, ...] = ()
    things: tuple[Subject, ...] = ()
    traced: tuple[str, ...] = ()

    @property
    def known_as(self) -> frozenset[str]:
        """All its names, in lower case."""
        return frozenset(name.lower() for name in (self.name, *self.names) if name)

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name.removesuffix(_REMOTE)


class Known(Model):
    """What one source knows; calls are pairs of caller and callee, by any of their names."""

    components: tuple[Component, ...] = ()
    calls: tuple[tuple[str, str], ...] = ()


class Surroundings(Model):
    """Every component by its name, and who calls whom by the same names."""

    components: Mapping[str, Component] = {}
    calls: Graph = Graph()

    def find(self, names: Iterable[str]) -> Component | None:
        """The component that goes by one of these names, the first name first."""
        every = {known: each for each in self.components.values() for known in each.known_as}
        return next((every[name.lower()] for name in names if name.lower() in every), None)

    def reached(self, start: str, hops: int, most: int) -> tuple[Component, ...]:
        """A component and whom it calls within some hops, the nearest first, and not more than `most`."""
        found, waiting = {start: 0}, deque([start])
        while waiting:
            caller = waiting.popleft()
            for callee in self.calls.callees(caller) if found[caller] < hops else ():
                if callee not in found and len(found) < most:
                    found[callee] = found[caller] + 1
                    waiting.append(callee)
        return tuple(self.components[name] for name in found)


def remote(name: str) -> str:
    """What X-Ray's graph calls an end point that runs no tracing, so that it is told from one that does."""
    return f"{name}{_REMOTE}"


def merged(sources: Iterable[Known]) -> Surroundings:
    """What all sources know together: whoever shares a name is one component, called as the first source calls it."""
    known = tuple(sources)
    groups: dict[int, Component] = {}
    places: dict[str, int] = {}
    for number, each in enumerate(part for source in known for part in _parts(source)):
        same = sorted({places[name] for name in each.known_as if name in places})
        joined = reduce(_joined, (*(groups.pop(place) for place in same), each))
        place = same[0] if same else number
        groups[place] = joined
        places.update(dict.fromkeys(joined.known_as, place))
    names = {known_as: each.name for each in groups.values() for known_as in each.known_as}
    calls = ((names[caller.lower()], names[callee.lower()]) for source in known for caller, callee in source.calls)
    components = {each.name: each for _, each in sorted(groups.items())}
    return Surroundings(components=components, calls=graph_of(calls))


def _parts(source: Known) -> Iterator[Component]:
    """Its components, and those that it knows from their calls alone."""
    yield from source.components
    yield from (Component(name=name) for pair in source.calls for name in pair)


def _joined(first: Component, second: Component) -> Component:
    return Component(
        name=first.name,
        names=tuple(dict.fromkeys((*first.names, second.name, *second.names))),
        things=tuple(dict.fromkeys((*first.things, *second.things))),
        traced=tuple(dict.fromkeys((*first.traced, *second.traced))),
    )
