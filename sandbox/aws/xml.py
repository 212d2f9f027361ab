"""Writes a result in the XML of EC2's and the query protocol, by the names botocore's model has for its members."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from botocore.model import ListShape, ServiceModel, Shape, StructureShape


def ec2_xml(operation: str, model: ServiceModel, result: Mapping[str, Any]) -> bytes:
    """The whole body; raises KeyError for a member that the model does not have."""
    shape = model.operation_model(operation).output_shape
    inside = "".join(_members(shape, result)) if shape else "<return>true</return>"
    opening = f'<{operation}Response xmlns="http://ec2.amazonaws.com/doc/{model.api_version}/">'
    return f"{opening}<requestId>{uuid.uuid4()}</requestId>{inside}</{operation}Response>".encode()


def query_xml(operation: str, model: ServiceModel, result: Mapping[str, Any]) -> bytes:
    """The whole body; raises KeyError for a member that the model does not have."""
    shape = model.operation_model(operation).output_shape
    inside = "".join(_members(shape, result, "member")) if shape else ""
    wrapper = shape.serialization["resultWrapper"] if shape else ""
    wrapped = f"<{wrapper}>{inside}</{wrapper}>" if wrapper else ""
    opening = f'<{operation}Response xmlns="{model.metadata["xmlNamespace"]}">'
    metadata = f"<ResponseMetadata><RequestId>{uuid.uuid4()}</RequestId></ResponseMetadata>"
    return f"{opening}{wrapped}{metadata}</{operation}Response>".encode()


def _members(shape: StructureShape, result: Mapping[str, Any], item: str = "item") -> Iterator[str]:
    members = shape.members
    for name, value in result.items():
        member = members[name]
        if value is not None:
            tag = member.serialization.get("name", name)
            yield f"<{tag}>{_inside(member, value, item)}</{tag}>"


def _inside(shape: Shape, value: Any, item: str) -> str:  # noqa: ANN401  whatever the shape says
    if isinstance(shape, StructureShape):
        return "".join(_members(shape, value, item))
    if isinstance(shape, ListShape):
        return "".join(f"<{item}>{_inside(shape.member, each, item)}</{item}>" for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return escape(str(value))
