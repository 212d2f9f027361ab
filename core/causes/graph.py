"""Who calls whom: the direction in which trouble travels, from a callee to those that call it."""

from collections.abc import Iterable, Iterator

from core.model import Model

# X-Ray's own name for an end point that runs no tracing: what is measured there is the caller's view of it.
# https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-servicegraph
_UNTRACED = ("_remote", "::remote")


class Graph(Model):
    """Calls between components as pairs of caller and callee; who is named nowhere calls nobody."""

    calls: tuple[tuple[str, str], ...] = ()

    def callees(self, component: str) -> tuple[str, ...]:
        """Those that a component calls, each once, itself left out."""
        called = (callee for caller, callee in self.calls if caller == component and callee != component)
        return tuple(dict.fromkeys(called))

    def callers(self, component: str) -> tuple[str, ...]:
        """Those that call a component, each once, itself left out."""
        calling = (caller for caller, callee in self.calls if callee == component and caller != component)
        return tuple(dict.fromkeys(calling))

    def outward(self, component: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Everything that is called from here, a caller before its callees, with the calls that close no circle."""
        return tuple(reversed(list(self._finished(component, {component}))))

    def bypassing(self, unknown: Iterable[str]) -> "Graph":
        """The same calls without some components, whose callers call their callees instead."""
        calls = self.calls
        for each in unknown:
            around = Graph(calls=calls)
            through = ((caller, callee) for caller in around.callers(each) for callee in around.callees(each))
            calls = tuple(dict.fromkeys((*(pair for pair in calls if each not in pair), *through)))
        return Graph(calls=calls)

    def _finished(self, start: str, seen: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Components in the order in which a search in depth leaves them; calls back to the way here are left out."""
        way: list[tuple[str, Iterator[str], list[str]]] = [(start, iter(self.callees(start)), [])]
        on_way = {start}
        while way:
            component, rest, kept = way[-1]
            following = next(rest, None)
            if following is None:
                way.pop()
                on_way.discard(component)
                yield component, tuple(kept)
            elif following not in on_way:
                kept.append(following)
                if following not in seen:
                    seen.add(following)
                    on_way.add(following)
                    way.append((following, iter(self.callees(following)), []))


def untraced(component: str) -> bool:
    """Whether a component is known from its callers' measurements alone, by X-Ray's naming."""
    return component.endswith(_UNTRACED)


def graph_of(calls: Iterable[tuple[str, str]]) -> Graph:
    """The graph of some calls, each once."""
    return Graph(calls=tuple(dict.fromkeys((caller, callee) for caller, callee in calls)))
