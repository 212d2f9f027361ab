"""Pages of Systems Manager's lists."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sandbox.aws import paging
from sandbox.aws.errors import AwsError

Item = TypeVar("Item")


def page(
    found: Sequence[Item], operation: str, params: Mapping[str, Any], usual: int
) -> tuple[Sequence[Item], Mapping[str, str]]:
    """The page a request asks for, and its NextToken where more follows; `usual` is the size nobody asked for.

    Raises:
        AwsError: InvalidNextToken, for a token of another question too.
    """
    key = paging.query_key({"operation": operation, **params})
    try:
        place = paging.read(params.get("NextToken"), key)
    except paging.InvalidTokenError as error:
        raise AwsError("InvalidNextToken", "The specified token is not valid.") from error
    shown, following = paging.cut(found, place, params.get("MaxResults", usual))
    return shown, {"NextToken": paging.token(following, key)} if following else {}
