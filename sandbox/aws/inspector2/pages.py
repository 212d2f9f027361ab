"""Pages of Inspector's lists: the token of another query is a ValidationException."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sandbox.aws import paging
from sandbox.aws.errors import invalid

Item = TypeVar("Item")


def page(
    items: Sequence[Item], params: Mapping[str, Any], *, operation: str, default: int
) -> tuple[Sequence[Item], dict[str, str]]:
    """The items of the page asked for, and the answer's nextToken member when more follow."""
    key = paging.query_key({"operation": operation, **params})
    try:
        place = paging.read(params.get("nextToken"), key)
    except paging.InvalidTokenError as error:
        raise invalid("The nextToken is not valid for this request", field="nextToken") from error
    shown, following = paging.cut(items, place, params.get("maxResults", default))
    return shown, {"nextToken": paging.token(following, key)} if following else {}
