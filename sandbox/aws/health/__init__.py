"""AWS Health: an account of the basic support plan, which may not ask it.

https://docs.aws.amazon.com/health/latest/ug/health-api.html
"""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError


def describe_events(_account: Account, _params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Refuses, as it does for every account without a Business plan or a better one; raises AwsError."""
    raise AwsError("SubscriptionRequiredException", "")


HEALTH: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {"DescribeEvents": describe_events}
