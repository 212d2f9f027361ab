"""What an error code from AWS means to the person who asked."""

import re
from http import HTTPStatus
from typing import assert_never

from botocore.exceptions import ClientError

from core.errors import AssistantError, BadRequest, Cause, NotFound, Upstream
from services.aws.call import Call, caller_of

_CAUSES: dict[str, Cause] = {
    **dict.fromkeys(
        (
            "EC2ThrottledException",
            "PriorRequestNotComplete",
            "RequestLimitExceeded",
            "RequestThrottled",
            "RequestThrottledException",
            "SlowDown",
            "Throttling",
            "ThrottledException",
            "ThrottlingException",
            "TooManyRequestsException",
        ),
        Cause.THROTTLED,
    ),
    **dict.fromkeys(("ExpiredToken", "ExpiredTokenException", "RequestExpired"), Cause.EXPIRED),
    **dict.fromkeys(("RequestTimeout", "RequestTimeoutException"), Cause.TIMED_OUT),
    **dict.fromkeys(("AccessDenied", "AccessDeniedException", "UnauthorizedOperation"), Cause.DENIED),
}
_BAD_CREDENTIALS = frozenset(
    {
        "AuthFailure",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "MissingAuthenticationToken",
        "OptInRequired",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    },
)
# https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-error-codes.html
_FULL = {
    "SnapshotLimitExceeded": (
        "The account has as many EBS snapshots in {region} as its quota allows",
        "Remove snapshots that nobody needs, or have the quota “Snapshots per Region” raised.",
    ),
    "PendingSnapshotLimitExceeded": (
        "As many EBS snapshots are under way in {region} as the account may have at once",
        "Try again when some of them are complete.",
    ),
    "ConcurrentSnapshotLimitExceeded": (
        "As many snapshots of one volume are under way as EC2 allows, which are five, or one for HDD volumes",
        "Try again when they are complete; a backup job may be taking them.",
    ),
}
_MESSAGE_LIMIT = 200
_DOCTOR = "`sre-agent doctor` checks the set-up."
_CALLER = re.compile(r"User: (arn:\S+)")
_ACTION = re.compile(r"not authorized to perform: ([a-z0-9-]+:[A-Za-z0-9*]+)")
_INSTANCE_ID = re.compile(r"\bi-[0-9a-f]{8,17}\b")
_QUOTED = re.compile(r"[\"'“]([^\"'”]+)[\"'”]")


def throttles(code: str) -> bool:
    """Whether an error code says that we ask too often."""
    return _CAUSES.get(code) is Cause.THROTTLED


def refusal(error: ClientError, call: Call) -> AssistantError:
    """Turn AWS's error answer into the error of ours that a user can act on."""
    code = error.response.get("Error", {}).get("Code", "")
    message = " ".join(error.response.get("Error", {}).get("Message", "").split())
    if code.endswith(("NotFound", "NotFoundException")) or code == "InvalidInstanceId":  # Systems Manager's word
        return _not_found(message, call)
    if code.endswith(".Malformed"):
        return _malformed(message)
    if code in _FULL:
        sentence, advice = _FULL[code]
        said = f"{sentence.format(region=call.region)} ({code})."
        return Upstream(said, cause=Cause.REFUSED, retryable=False, advice=advice)
    if code in _BAD_CREDENTIALS:
        return _bad_credentials(code, call)
    cause = _CAUSES.get(code) or _by_status(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    return _upstream(cause, code or "no code", message, call)


def _by_status(status: int) -> Cause:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Cause.THROTTLED
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return Cause.DENIED
    return Cause.BROKEN if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Cause.REFUSED


def _not_found(message: str, call: Call) -> NotFound:
    ids = _INSTANCE_ID.findall(message)
    if not ids:
        return NotFound(f"AWS knows no such thing for {call.operation} in {call.place}: {message[:_MESSAGE_LIMIT]}")
    return NotFound(f"{', '.join(ids)} {'is' if len(ids) == 1 else 'are'} not found in {call.place}.")


def _malformed(message: str) -> BadRequest:
    named = _QUOTED.search(message)
    subject = f"{named.group(1)[:_MESSAGE_LIMIT]} is" if named else "That is"
    return BadRequest(
        f"{subject} not an id that AWS can read.", advice="An instance id looks like i-0123456789abcdef0."
    )


def _bad_credentials(code: str, call: Call) -> Upstream:
    return Upstream(
        f"AWS does not accept the credentials ({code}).",
        cause=Cause.DENIED,
        retryable=False,
        advice=f"Check them with `sre-agent doctor`, and that {call.region} is enabled for the account.",
    )


def _upstream(cause: Cause, code: str, message: str, call: Call) -> Upstream:
    match cause:
        case Cause.DENIED:
            return _denied(code, message, call)
        case Cause.EXPIRED:
            return expired(code)
        case Cause.THROTTLED:
            sentence = f"AWS is limiting how often {call.operation} may be called in {call.region} ({code})."
        case Cause.TIMED_OUT:
            sentence = f"AWS took too long over {call.operation} in {call.region} ({code})."
        case Cause.BROKEN | Cause.UNREACHABLE:
            sentence = f"AWS failed at {call.operation} in {call.region} ({code})."
        case Cause.REFUSED:
            return Upstream(_refused(code, message, call), cause=cause, retryable=False, advice=_DOCTOR)
        case _:
            assert_never(cause)
    return Upstream(sentence, cause=cause, retryable=True, advice="Ask again in a minute.")


def _refused(code: str, message: str, call: Call) -> str:
    return f"AWS did not take the {call.operation} request ({code})" + (
        f": {message[:_MESSAGE_LIMIT]}" if message else "."
    )


def _denied(code: str, message: str, call: Call) -> Upstream:
    told = _CALLER.search(message)
    caller = caller_of(told.group(1) if told else call.caller_arn)
    named = _ACTION.search(message)
    action = named.group(1) if named else call.action
    advice = f"Add {action} to that {caller.kind}, or run `sre-agent doctor`."
    if "explicit deny" in message:
        advice = f"A policy denies {action} explicitly: allowing it elsewhere does not help, that statement must go."
    elif message and not named and "not authorized" not in message:
        advice = f"AWS says: {message[:_MESSAGE_LIMIT]}"
    return Upstream(
        f"AWS refused {call.operation} for {caller} ({code}).", cause=Cause.DENIED, retryable=False, advice=advice
    )


def expired(code: str) -> Upstream:
    """Say that the credentials were good once."""
    return Upstream(
        f"The AWS credentials have expired ({code}).",
        cause=Cause.EXPIRED,
        retryable=False,
        advice="Renew them, for example with `aws sso login`, and check with `sre-agent doctor`.",
    )
