"""Every question to AWS is asked inside `asking`, so that no error of botocore goes further."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from core.errors import Cause, Upstream
from services.aws.call import Call
from services.aws.refusal import expired, refusal

_EXPIRED = (
    boto.LoginRefreshRequired,
    boto.SSOTokenLoadError,
    boto.TokenRetrievalError,
    boto.UnauthorizedSSOTokenError,
)
_NO_CREDENTIALS = (
    boto.ConfigNotFound,
    boto.CredentialRetrievalError,
    boto.NoCredentialsError,
    boto.PartialCredentialsError,
    boto.ProfileNotFound,
)
_BAD_REGION = (boto.NoRegionError, boto.InvalidRegionError, boto.UnknownRegionError, boto.EndpointProviderError)
# ProxyConnectionError and SSLError are connection errors of botocore's too, and so unreachable.
_UNREACHABLE = (boto.ConnectionError, boto.HTTPClientError)
_TIMED_OUT = (boto.ReadTimeoutError, boto.ConnectTimeoutError)


@contextmanager
def asking(call: Call) -> Iterator[None]:
    """Turn whatever boto3 raises inside into an error of ours, with one sentence and an advice.

    Raises:
        Upstream: AWS did not answer; `cause` says why.
        NotFound: AWS says that the thing asked for does not exist.
        BadRequest: AWS cannot read an id that it was given.
    """
    try:
        yield
    except boto.ClientError as error:
        raise refusal(error, call) from error
    except boto.BotoCoreError as error:
        raise _unanswered(error, call) from error
    except ResponseParserError as error:
        sentence = f"AWS answered {call.operation} with something that cannot be read."
        advice = "Ask again; where AWS_ENDPOINT_URL is set, check what answers there."
        raise Upstream(sentence, cause=Cause.BROKEN, retryable=True, advice=advice) from error


def _unanswered(error: boto.BotoCoreError, call: Call) -> Upstream:
    name = type(error).__name__
    if isinstance(error, _EXPIRED):
        return expired(name)
    if isinstance(error, _NO_CREDENTIALS):
        return Upstream(
            f"No AWS credentials were found for {call.operation} ({name}).",
            cause=Cause.DENIED,
            retryable=False,
            advice="Give the process a role, or set AWS_PROFILE; `sre-agent doctor` shows what was found.",
        )
    if isinstance(error, _TIMED_OUT):
        sentence = f"AWS did not answer {call.operation} in {call.region} in time."
        return Upstream(sentence, cause=Cause.TIMED_OUT, retryable=True, advice="Ask again in a minute.")
    if isinstance(error, _BAD_REGION):
        sentence = f"{call.service} has no endpoint in {call.region or 'an unnamed region'} ({name})."
        return Upstream(sentence, cause=Cause.REFUSED, retryable=False, advice="Check AWS_REGION.")
    if isinstance(error, _UNREACHABLE):
        return _unreachable(error, call)
    sentence = f"The {call.operation} request failed before AWS answered ({name})."
    return Upstream(sentence, cause=Cause.BROKEN, retryable=False, advice="`sre-agent doctor` checks the set-up.")


def _unreachable(error: boto.BotoCoreError, call: Call) -> Upstream:
    address = getattr(error, "kwargs", {}).get("endpoint_url", "")
    return Upstream(
        f"AWS could not be reached for {call.operation}{f' at {address}' if address else ''}.",
        cause=Cause.UNREACHABLE,
        retryable=True,
        advice="Check the network, the proxy and AWS_ENDPOINT_URL.",
    )
