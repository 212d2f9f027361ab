"""The errors an AWS service answers with, by the name and status that service uses for them."""

from collections.abc import Mapping
from http import HTTPStatus

from botocore.model import ServiceModel

# One condition has another name in each family of services; a fault for `*` must still look native.
_EC2 = {
    "AccessDeniedException": "UnauthorizedOperation",
    "ExpiredTokenException": "RequestExpired",
    "InternalServerException": "InternalError",
    "InvalidSignatureException": "RequestExpired",
    "ThrottlingException": "RequestLimitExceeded",
}
_QUERY = {
    "AccessDeniedException": "AccessDenied",
    "ExpiredTokenException": "ExpiredToken",
    "InternalServerException": "InternalFailure",
    "InvalidSignatureException": "SignatureDoesNotMatch",
    "ThrottlingException": "Throttling",
    "ValidationException": "ValidationError",
}
_XML = {
    "AccessDeniedException": "AccessDenied",
    "ExpiredTokenException": "ExpiredToken",
    "InternalServerException": "InternalError",
    "InvalidSignatureException": "RequestTimeTooSkewed",
    "ThrottlingException": "SlowDown",
}
_NATIVE: Mapping[str, Mapping[str, str]] = {"ec2": _EC2, "query": _QUERY, "rest-xml": _XML}
_STATUS = {
    "AccessDenied": 403,
    "AccessDeniedException": 403,
    "ExpiredToken": 403,
    "ExpiredTokenException": 403,
    "InternalError": 500,
    "InternalFailure": 500,
    "InternalServerError": 500,
    "InternalServerException": 500,
    "InvalidSignatureException": 403,
    "MissingAuthenticationTokenException": 403,
    "RequestLimitExceeded": 503,
    "RequestTimeTooSkewed": 403,
    "ServiceUnavailable": 503,
    "ServiceUnavailableException": 503,
    "SignatureDoesNotMatch": 403,
    "SlowDown": 503,
    "UnauthorizedOperation": 403,
    "UnrecognizedClientException": 403,
}
_MESSAGES = {
    "AccessDeniedException": "User is not authorized to perform: {action}",
    "ExpiredTokenException": "The security token included in the request is expired",
    "InternalServerException": "An internal error has occurred",
    "ThrottlingException": "Rate exceeded",
}


class AwsError(Exception):
    """An error answer: its code, its sentence and the further members the service's model gives it."""

    def __init__(self, code: str, message: str, **members: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.members = members


def invalid(message: str, *, reason: str = "FIELD_VALIDATION_FAILED", field: str = "") -> AwsError:
    """The ValidationException of Inspector and its like."""
    fields = {"fields": [{"name": field, "message": message}]} if field else {}
    return AwsError("ValidationException", message, reason=reason, **fields)


def injected(code: str, message: str, action: str) -> AwsError:
    """The error of a fault plan, in the service's usual words unless the plan gives some."""
    usual = _MESSAGES.get(code, "{action} failed")
    return AwsError(code, message or usual.format(action=action))


def native(error: AwsError, protocol: str) -> AwsError:
    """The same condition under the name this protocol's services use."""
    code = _NATIVE.get(protocol, {}).get(error.code, error.code)
    return AwsError(code, error.message, **error.members)


def status_of(code: str, model: ServiceModel | None, protocol: str) -> int:
    """HTTP status by the service's model, else the code's usual one; JSON services call every client error 400."""
    for shape in model.error_shapes if model is not None else ():
        error = shape.metadata.get("error", {})
        if code in (shape.name, error.get("code")) and "httpStatusCode" in error:
            return int(error["httpStatusCode"])
    usual = _STATUS.get(code, 400)
    return 400 if protocol == "json" and usual < HTTPStatus.INTERNAL_SERVER_ERROR else usual
