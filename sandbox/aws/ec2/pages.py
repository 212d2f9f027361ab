"""Pages of EC2: 5 to 1,000 things each, everything at once where no size is asked for."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sandbox.aws import paging
from sandbox.aws.errors import AwsError

Thing = TypeVar("Thing")


def page(
    things: Sequence[Thing],
    sent: Mapping[str, str],
    params: Mapping[str, Any],
    ids: str,
    *,
    operation: str,
    least: int = 5,
    most: int = 1000,
) -> tuple[Sequence[Thing], Mapping[str, str]]:
    """One page and the member that leads to the next; `ids` is the parameter that excludes a size.

    The token belongs to the request as it was sent.
    """
    size = params.get("MaxResults")
    if size is not None and params.get(ids):
        text = f"The parameter {ids} cannot be used with the parameter maxResults"
        raise AwsError("InvalidParameterCombination", text)
    if size is not None and not least <= size <= most:
        text = f"Value ( {size} ) for parameter maxResults is invalid. Expecting a value between {least} and {most}."
        raise AwsError("InvalidParameterValue", text)
    key = paging.query_key({"operation": operation, **sent})
    try:
        place = paging.read(params.get("NextToken"), key)
    except paging.InvalidTokenError as error:
        raise AwsError("InvalidNextToken", "The specified nextToken is not valid.") from error
    shown, following = paging.cut(things, place, size or max(len(things), 1))
    return shown, {"NextToken": paging.token(following, key)} if following else {}
