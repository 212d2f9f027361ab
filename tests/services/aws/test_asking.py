import pytest
from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from core.errors import Cause, Upstream
from services.aws.asking import asking
from services.aws.call import Call
from tests.services.aws.wire import aws_error

CALL = Call("ec2", "DescribeInstances", "us-west-2")
AT = "https://ec2.us-west-2.amazonaws.com"


@pytest.mark.parametrize(
    ("error", "cause", "retryable"),
    [
        (aws_error("ThrottlingException"), Cause.THROTTLED, True),
        (boto.NoCredentialsError(), Cause.DENIED, False),
        (boto.PartialCredentialsError(provider="env", cred_var="AWS_SECRET_ACCESS_KEY"), Cause.DENIED, False),
        (boto.ProfileNotFound(profile="nobody"), Cause.DENIED, False),
        (boto.UnauthorizedSSOTokenError(), Cause.EXPIRED, False),
        (boto.SSOTokenLoadError(error_msg="gone"), Cause.EXPIRED, False),
        (boto.ReadTimeoutError(endpoint_url=AT), Cause.TIMED_OUT, True),
        (boto.ConnectTimeoutError(endpoint_url=AT), Cause.TIMED_OUT, True),
        (boto.EndpointConnectionError(endpoint_url=AT), Cause.UNREACHABLE, True),
        (boto.ConnectionClosedError(endpoint_url=AT), Cause.UNREACHABLE, True),
        (boto.ProxyConnectionError(proxy_url="http://proxy"), Cause.UNREACHABLE, True),
        (boto.SSLError(endpoint_url=AT, error=OSError("certificate")), Cause.UNREACHABLE, True),
        (boto.NoRegionError(), Cause.REFUSED, False),
        (boto.InvalidRegionError(region_name="us west"), Cause.REFUSED, False),
        (ResponseParserError("not XML"), Cause.BROKEN, True),
        (boto.PaginationError(message="again"), Cause.BROKEN, False),
    ],
)
def test_nothing_of_botocore_gets_out(error: Exception, cause: Cause, *, retryable: bool) -> None:
    with pytest.raises(Upstream) as raised, asking(CALL):
        raise error
    assert (raised.value.cause, raised.value.retryable) == (cause, retryable)
    assert raised.value.advice
    assert raised.value.__cause__ is error


def test_a_timeout_names_the_operation() -> None:
    with pytest.raises(Upstream, match=r"^AWS did not answer DescribeInstances in us-west-2 in time\."), asking(CALL):
        raise boto.ReadTimeoutError(endpoint_url=AT)


def test_an_unreachable_endpoint_is_named() -> None:
    with pytest.raises(Upstream, match=f"could not be reached for DescribeInstances at {AT}"), asking(CALL):
        raise boto.EndpointConnectionError(endpoint_url=AT)


def test_a_mistake_of_ours_is_not_blamed_on_aws() -> None:
    with pytest.raises(KeyError), asking(CALL):
        raise KeyError


def test_no_error_is_no_error() -> None:
    with asking(CALL):
        answered = True
    assert answered
