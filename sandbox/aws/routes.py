"""Finds the operation of a REST request by the URI templates of botocore's model."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl

from botocore.model import OperationModel, ServiceModel


@dataclass(frozen=True, slots=True)
class Route:
    """One operation's method and path, and the query flags (`?versioning`) and headers that set it apart."""

    operation: str
    method: str
    path: re.Pattern[str]
    flags: frozenset[str]
    headers: frozenset[str]
    weight: tuple[int, int, int]


def match_route(
    model: ServiceModel, method: str, path: str, query: str, headers: Collection[str] = frozenset()
) -> str | None:
    """The operation's name, the most specific template first; None when nothing fits. `headers` are lower case."""
    flags = {name for name, _ in parse_qsl(query, keep_blank_values=True)}
    for route in _routes(model):
        apart = route.flags <= flags and route.headers.issubset(headers)
        if route.method == method and apart and route.path.fullmatch(path):
            return route.operation
    return None


@cache
def _routes(model: ServiceModel) -> tuple[Route, ...]:
    routes = [_route(model, name) for name in model.operation_names]
    return tuple(sorted(routes, key=lambda route: route.weight, reverse=True))


def _route(model: ServiceModel, name: str) -> Route:
    http = model.operation_model(name).http
    path, _, query = http["requestUri"].partition("?")
    flags = frozenset(flag for flag, _ in parse_qsl(query, keep_blank_values=True))
    literal = len(re.sub(r"\{[^}]*\}", "", path))
    headers = _headers(model.operation_model(name))
    return Route(name, http["method"], _pattern(path), flags, headers, (len(flags), literal, len(headers)))


def _headers(operation: OperationModel) -> frozenset[str]:
    """Those that it cannot be asked for without: a copy in S3 differs from an upload by nothing else."""
    shape = operation.input_shape
    needed = [shape.members[name].serialization for name in shape.required_members] if shape else []
    return frozenset(each["name"].lower() for each in needed if each.get("location") == "header")


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^}]*\})", path.rstrip("/") or "/")
    return re.compile("".join(_part(part) for part in parts) + "/?")


def _part(part: str) -> str:
    if not part.startswith("{"):
        return re.escape(part)
    return ".+" if part.endswith("+}") else "[^/]+"
