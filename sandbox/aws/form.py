"""Reads the form in which EC2's protocol and the query protocol send parameters, by the names of botocore's model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.model import ListShape, Shape, StructureShape

Params = dict[str, Any]


class FormError(ValueError):
    """A value that is not of the type its member has."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"{value} is no value of {name}")
        self.name = name
        self.value = value


@dataclass(slots=True)
class Form:
    """One request; `read` is what a member was found for."""

    sent: Mapping[str, str]
    protocol: str
    read: set[str] = field(default_factory=set)

    def params(self, shape: Shape | None) -> Params:
        """Every member that was sent, nothing where an operation takes none; raises FormError."""
        return self._structure(shape, "") if isinstance(shape, StructureShape) else {}

    def unread(self) -> list[str]:
        """The names that no member of the model has."""
        return [name for name in self.sent if name not in self.read and name not in ("Action", "Version")]

    def _structure(self, shape: StructureShape, prefix: str) -> Params:
        values = ((name, self._value(each, prefix + self._key(name, each))) for name, each in shape.members.items())
        return {name: value for name, value in values if value is not None}

    def _value(self, shape: Shape, key: str) -> Any:  # noqa: ANN401  whatever the shape says
        if isinstance(shape, StructureShape):
            return self._structure(shape, f"{key}.") or None
        if isinstance(shape, ListShape):
            return self._list(shape, key)
        if key not in self.sent:
            return None
        self.read.add(key)
        return _scalar(shape, key, self.sent[key])

    def _list(self, shape: ListShape, key: str) -> list[Any] | None:
        start = f"{key}." if self.protocol == "ec2" else f"{key}.{shape.member.serialization.get('name', 'member')}."
        numbers = {name.removeprefix(start).partition(".")[0] for name in self.sent if name.startswith(start)}
        ordered = sorted((number for number in numbers if number.isdecimal()), key=int)
        values = (self._value(shape.member, f"{start}{number}") for number in ordered)
        return [value for value in values if value is not None] or None

    def _key(self, name: str, shape: Shape) -> str:
        if self.protocol != "ec2":
            return str(shape.serialization.get("name", name))
        told = shape.serialization.get("queryName") or shape.serialization.get("name", name)
        return f"{told[0].upper()}{told[1:]}"


def _scalar(shape: Shape, key: str, text: str) -> str | int | bool:
    if shape.type_name == "boolean":
        if text.lower() not in ("true", "false"):
            raise FormError(key, text)
        return text.lower() == "true"
    if shape.type_name in ("integer", "long"):
        if not text.removeprefix("-").isdecimal():
            raise FormError(key, text)
        return int(text)
    return text
