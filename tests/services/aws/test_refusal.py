import pytest

from core.errors import AssistantError, BadRequest, Cause, NotFound, Upstream
from services.aws.call import Call
from services.aws.refusal import refusal
from tests.services.aws.wire import ACCOUNT, aws_error

CALL = Call("inspector2", "ListFindings", "us-west-2", ACCOUNT)
ROLE = f"arn:aws:sts::{ACCOUNT}:assumed-role/sre-read/bot"


def refused(code: str, message: str = "", status: int = 400, call: Call = CALL) -> AssistantError:
    return refusal(aws_error(code, message, status), call)


@pytest.mark.parametrize(
    ("code", "status", "cause", "retryable"),
    [
        ("ThrottlingException", 429, Cause.THROTTLED, True),
        ("RequestLimitExceeded", 503, Cause.THROTTLED, True),
        ("TooManyRequestsException", 400, Cause.THROTTLED, True),
        ("AccessDeniedException", 403, Cause.DENIED, False),
        ("UnauthorizedOperation", 403, Cause.DENIED, False),
        ("403", 403, Cause.DENIED, False),
        ("UnrecognizedClientException", 403, Cause.DENIED, False),
        ("InvalidClientTokenId", 403, Cause.DENIED, False),
        ("ExpiredTokenException", 403, Cause.EXPIRED, False),
        ("ExpiredToken", 403, Cause.EXPIRED, False),
        ("RequestExpired", 400, Cause.EXPIRED, False),
        ("RequestTimeout", 408, Cause.TIMED_OUT, True),
        ("InternalServerException", 500, Cause.BROKEN, True),
        ("ServiceUnavailable", 503, Cause.BROKEN, True),
        ("ValidationException", 400, Cause.REFUSED, False),
        ("NeverSeenBefore", 400, Cause.REFUSED, False),
    ],
)
def test_each_code_has_its_cause(code: str, status: int, cause: Cause, *, retryable: bool) -> None:
    error = refused(code, status=status)
    assert isinstance(error, Upstream)
    assert (error.cause, error.retryable) == (cause, retryable)
    assert code in error.sentence


def test_a_denial_names_the_operation_the_role_and_the_missing_permission() -> None:
    message = f"User: {ROLE} is not authorized to perform: inspector2:ListFindings on resource: *"
    error = refused("AccessDeniedException", message, 403)
    assert error.sentence == "AWS refused ListFindings for the role sre-read (AccessDeniedException)."
    assert error.advice == "Add inspector2:ListFindings to that role, or run `sre-agent doctor`."


def test_a_denial_without_a_message_names_the_role_that_is_known() -> None:
    call = Call("ec2", "DescribeInstances", "us-west-2", ACCOUNT, ROLE)
    error = refused("UnauthorizedOperation", "You are not authorized to perform this operation.", 403, call)
    assert "the role sre-read" in error.sentence
    assert "ec2:DescribeInstances" in error.advice


def test_a_denial_of_an_unknown_caller_is_still_a_sentence() -> None:
    error = refused("AccessDeniedException", status=403)
    assert error.sentence == "AWS refused ListFindings for the caller (AccessDeniedException)."
    assert error.advice.startswith("Add inspector2:ListFindings to that caller")


def test_an_explicit_deny_is_not_advised_to_be_allowed() -> None:
    resource = f"arn:aws:inspector2:us-west-2:{ACCOUNT}:/findings/{'long' * 50}"
    denied = f"User: {ROLE} is not authorized to perform: inspector2:ListFindings on resource: {resource}"
    message = f"{denied} with an explicit deny in a service control policy"
    assert "must go" in refused("AccessDeniedException", message, 403).advice


def test_a_denial_with_another_reason_passes_the_reason_on() -> None:
    error = refused("AccessDeniedException", "Invoking account is not enabled.", 403)
    assert "Invoking account is not enabled." in error.advice


def test_an_unknown_instance_is_not_found_in_its_account_and_region() -> None:
    error = refused("InvalidInstanceID.NotFound", "The instance ID 'i-0123456789abcdef0' does not exist")
    assert isinstance(error, NotFound)
    assert error.sentence == "i-0123456789abcdef0 is not found in account 123456789012, us-west-2."


def test_a_malformed_id_is_a_bad_request_with_an_example() -> None:
    error = refused("InvalidInstanceID.Malformed", 'Invalid id: "i-nonsense"')
    assert isinstance(error, BadRequest)
    assert error.sentence == "i-nonsense is not an id that AWS can read."
    assert "i-0123456789abcdef0" in error.advice


def test_anything_else_that_does_not_exist_is_not_found_in_the_words_of_aws() -> None:
    error = refused("ResourceNotFoundException", "No such filter.")
    assert isinstance(error, NotFound)
    assert "No such filter." in error.sentence


def test_a_long_message_is_cut_and_stays_on_one_line() -> None:
    error = refused("ValidationException", "first\nsecond " + "x" * 1000)
    assert "first second" in error.sentence
    assert len(error.sentence) < 300


def test_credentials_that_are_not_accepted_may_be_good_elsewhere() -> None:
    assert "us-west-2 is enabled" in refused("InvalidClientTokenId", status=403).advice


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("SnapshotLimitExceeded", "as its quota allows"),
        ("PendingSnapshotLimitExceeded", "the account may have at once"),
        ("ConcurrentSnapshotLimitExceeded", "of one volume"),
    ],
)
def test_a_limit_of_snapshots_is_named(code: str, named: str) -> None:
    error = refused(code, "Maximum allowed in-progress snapshots exceeded.")
    assert isinstance(error, Upstream)
    assert named in error.sentence
    assert (error.cause, error.retryable) == (Cause.REFUSED, False)
    assert error.advice
