"""Tells which AWS operation an HTTP request asks for, whatever protocol the service speaks."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import botocore.session
from botocore.exceptions import UnknownServiceError
from botocore.model import ServiceModel

from sandbox.aws.rest import request_members
from sandbox.aws.routes import match_route

Environ = dict[str, Any]

# SigV4 signs with a name that is not always the name of the service's model.
_MODEL_OF_SIGNING_NAME = {
    "elasticloadbalancing": "elbv2",
    "email": "ses",
    "execute-api": "apigatewaymanagementapi",
    "monitoring": "cloudwatch",
    "states": "stepfunctions",
    "tagging": "resourcegroupstaggingapi",
}
_SCOPE = re.compile(r"Credential=(?P<key>[^/,]+)/\d{8}/(?P<region>[^/,]+)/(?P<service>[^/,]+)/aws4_request")
_CBOR = "smithy-rpc-v2-cbor"
RENAMED = ("guardduty",)
"""Services whose members have other names on the wire."""
_UNREAD = ("s3",)  # bodies may be large files


@dataclass(frozen=True, slots=True)
class Call:
    """One request to one AWS operation, before it is validated."""

    service: str
    operation: str
    protocol: str
    region: str
    access_key: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The key of faults and of the log, such as `inspector2:ListFindings`."""
        return f"{self.service}:{self.operation}"


@cache
def service_model(service: str) -> ServiceModel:
    """Botocore's model of a service; raises UnknownServiceError."""
    return botocore.session.get_session().get_service_model(service)


def identify(environ: Environ, body: bytes) -> Call | None:
    """The call a signed request makes; None when it is not signed for an AWS service."""
    scope = _credential_scope(environ.get("HTTP_AUTHORIZATION", ""))
    if scope is None:
        return None
    access_key, region, signing_name = scope
    service = _MODEL_OF_SIGNING_NAME.get(signing_name, signing_name)
    try:
        model = service_model(service)
    except UnknownServiceError:
        return Call(service, environ["PATH_INFO"], "rest-json", region, access_key)
    protocol = _protocol(environ, model)
    operation, params = _operation(environ, body, model, protocol)
    return Call(service, operation, protocol, region, access_key, params)


def reads_body(environ: Environ) -> bool:
    """Whether the body is small and names the operation."""
    scope = _credential_scope(environ.get("HTTP_AUTHORIZATION", ""))
    return scope is not None and scope[2] not in _UNREAD


def _credential_scope(authorization: str) -> tuple[str, str, str] | None:
    """Access key, region and signing name of a SigV4 header; None for any other."""
    match = _SCOPE.search(authorization)
    return (match["key"], match["region"], match["service"]) if match else None


def _protocol(environ: Environ, model: ServiceModel) -> str:
    offered = model.metadata.get("protocols", [model.metadata["protocol"]])
    if environ.get("HTTP_SMITHY_PROTOCOL") == "rpc-v2-cbor":
        return _CBOR
    if "HTTP_X_AMZ_TARGET" in environ and "json" in offered:
        return "json"
    if "query" in offered and environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return "query"
    return str(model.metadata["protocol"])


def _operation(environ: Environ, body: bytes, model: ServiceModel, protocol: str) -> tuple[str, Mapping[str, Any]]:
    if protocol == "json":
        return environ["HTTP_X_AMZ_TARGET"].rsplit(".", 1)[-1], _json_object(body)
    if protocol in ("query", "ec2"):
        form = dict(parse_qsl(body.decode("utf-8", "replace") or environ.get("QUERY_STRING", "")))
        return form.pop("Action", "Unknown"), form
    if protocol == _CBOR:
        return environ["PATH_INFO"].rsplit("/", 1)[-1], {}
    headers = {name.removeprefix("HTTP_").replace("_", "-").lower() for name in environ if name.startswith("HTTP_")}
    query = environ.get("QUERY_STRING", "")
    found = match_route(model, environ["REQUEST_METHOD"], environ["PATH_INFO"], query, headers)
    params = _json_object(body) if protocol == "rest-json" else {}
    if found and model.service_name in RENAMED:
        return found, request_members(model.operation_model(found), environ["PATH_INFO"], query, params)
    return found or environ["PATH_INFO"], params


def _json_object(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
