"""REST services whose members have other names on the wire than in the model, or stand in the path and the query."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

_LABEL = re.compile(r"\{([^}]+)\}")


def request_members(operation: OperationModel, path: str, query: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a request says, by the names of the model."""
    shape = operation.input_shape
    if shape is None:
        return {}
    places = {**_labels(operation.http["requestUri"].partition("?")[0], path), **dict(parse_qsl(query))}
    found = dict(members(shape, body))
    for name, member in shape.members.items():
        where = member.serialization
        if where.get("location") in ("uri", "querystring") and where.get("name", name) in places:
            text = places[where.get("name", name)]
            found[name] = int(text) if member.type_name == "integer" and text.isdecimal() else text
    return found


def members(shape: Shape | None, value: Any) -> Any:  # noqa: ANN401  any JSON
    """The same by the names of the model."""
    return _renamed(shape, value, to_wire=False)


def wire_names(shape: Shape | None, value: Any) -> Any:  # noqa: ANN401  any JSON
    """The same by the names on the wire."""
    return _renamed(shape, value, to_wire=True)


def _renamed(shape: Shape | None, value: Any, *, to_wire: bool) -> Any:  # noqa: ANN401  any JSON
    if isinstance(shape, StructureShape) and isinstance(value, Mapping):
        names = {name: member.serialization.get("name", name) for name, member in shape.members.items()}
        known = names if to_wire else {wire: name for name, wire in names.items()}
        inner = {known[name]: shape.members[name if to_wire else known[name]] for name in value if name in known}
        return {
            known.get(name, name): _renamed(inner.get(known.get(name, name)), each, to_wire=to_wire)
            for name, each in value.items()
        }
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [_renamed(shape.member, each, to_wire=to_wire) for each in value]
    if isinstance(shape, MapShape) and isinstance(value, Mapping):
        return {name: _renamed(shape.value, each, to_wire=to_wire) for name, each in value.items()}
    return value


def _labels(template: str, path: str) -> Mapping[str, str]:
    names = _LABEL.findall(template)
    pattern = "([^/]+)".join(re.escape(part) for part in _LABEL.split(template)[::2])
    found = re.fullmatch(f"{pattern}/?", path)
    return {name: unquote(text) for name, text in zip(names, found.groups(), strict=True)} if found else {}
