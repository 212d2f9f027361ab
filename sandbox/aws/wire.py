"""Writes results and errors in the wire format of each AWS protocol."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from xml.sax.saxutils import escape

from botocore.exceptions import UnknownServiceError
from botocore.model import ServiceModel

from sandbox.aws.call import RENAMED, Call, service_model
from sandbox.aws.errors import AwsError, native, status_of
from sandbox.aws.rest import wire_names
from sandbox.aws.xml import ec2_xml, query_xml

_AMZ_JSON = "application/x-amz-json-{version}"


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished HTTP response."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Encoded:
    """A list whose items are JSON already: large pages are joined, not built again."""

    items: tuple[bytes, ...]


def encode(result: Mapping[str, Any]) -> bytes:
    """A JSON object; timestamps become epoch seconds, as in the JSON protocols."""
    members = (json.dumps(name).encode() + b":" + _value(value) for name, value in result.items())
    return b"{" + b",".join(members) + b"}"


def result_answer(call: Call, result: Mapping[str, Any]) -> Answer:
    """A success in EC2's protocol, the query protocol or a JSON one."""
    if call.protocol == "ec2":
        return Answer(
            200, _headers("text/xml;charset=UTF-8"), ec2_xml(call.operation, service_model(call.service), result)
        )
    if call.protocol == "query":
        return Answer(200, _headers("text/xml"), query_xml(call.operation, service_model(call.service), result))
    if call.service in RENAMED:
        result = wire_names(service_model(call.service).operation_model(call.operation).output_shape, result)
    return Answer(200, _headers(_content_type(call)), encode(result))


def error_answer(call: Call, error: AwsError) -> Answer:
    """An error as this call's service would send it."""
    if _keeps_query_codes(call):
        return _query_compatible_error(call, native(error, "query"))
    named = native(error, call.protocol)
    status = status_of(named.code, _model(call), call.protocol)
    if call.protocol == "ec2":
        return Answer(status, _headers("text/xml"), _ec2_error(named))
    if call.protocol == "query":
        return Answer(status, _headers("text/xml"), _query_error(named, status))
    if call.protocol == "rest-xml":
        return Answer(status, _headers("application/xml"), _xml_error(named))
    return _json_error(call, named, status)


def _json_error(call: Call, error: AwsError, status: int) -> Answer:
    body: dict[str, Any] = {"message": error.message, **error.members}
    if call.protocol == "rest-json":
        headers = (*_headers("application/json"), ("x-amzn-ErrorType", error.code))
        return Answer(status, headers, encode(body))
    return Answer(status, _headers(_content_type(call)), encode({"__type": error.code, **body}))


def _keeps_query_codes(call: Call) -> bool:
    """Whether the service has moved from the query protocol to JSON and still names errors as before."""
    model = _model(call)
    return call.protocol == "json" and model is not None and "awsQueryCompatible" in model.metadata


def _query_compatible_error(call: Call, error: AwsError) -> Answer:
    """JSON with the old code in a header.

    https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
    """
    status = status_of(error.code, _model(call), "json")
    fault = "Sender" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "Receiver"
    headers = (*_headers(_content_type(call)), ("x-amzn-query-error", f"{error.code};{fault}"))
    return Answer(status, headers, encode({"__type": error.code, "message": error.message}))


def _ec2_error(error: AwsError) -> bytes:
    inner = f"<Errors><Error><Code>{error.code}</Code><Message>{escape(error.message)}</Message></Error></Errors>"
    return f"<Response>{inner}<RequestID>{uuid.uuid4()}</RequestID></Response>".encode()


def _query_error(error: AwsError, status: int) -> bytes:
    kind = "Sender" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "Receiver"
    inner = f"<Type>{kind}</Type><Code>{error.code}</Code><Message>{escape(error.message)}</Message>"
    body = f"<Error>{inner}</Error><RequestId>{uuid.uuid4()}</RequestId>"
    return f"<ErrorResponse>{body}</ErrorResponse>".encode()


def _xml_error(error: AwsError) -> bytes:
    inner = f"<Code>{error.code}</Code><Message>{escape(error.message)}</Message>"
    return f"<Error>{inner}<RequestId>{uuid.uuid4()}</RequestId></Error>".encode()


def _headers(content_type: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", content_type), ("x-amzn-RequestId", str(uuid.uuid4())))


def _content_type(call: Call) -> str:
    model = _model(call)
    if call.protocol != "json" or model is None:
        return "application/json"
    return _AMZ_JSON.format(version=model.metadata.get("jsonVersion", "1.0"))


def _model(call: Call) -> ServiceModel | None:
    try:
        return service_model(call.service)
    except UnknownServiceError:
        return None


def _value(value: object) -> bytes:
    if isinstance(value, Encoded):
        return b"[" + b",".join(value.items) + b"]"
    return json.dumps(value, default=_epoch, ensure_ascii=False).encode()


def _epoch(value: object) -> float:
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"{type(value).__name__} has no JSON form")
