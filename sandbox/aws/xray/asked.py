"""What a question to X-Ray asks for: a span of at most six hours, an entity, a page."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sandbox.aws import paging
from sandbox.aws.errors import AwsError
from sandbox.aws.xray.traffic import Edge

Item = TypeVar("Item")
# https://docs.aws.amazon.com/xray/latest/devguide/xray-api-gettingdata.html#xray-api-servicegraph
_LONGEST_S = 6 * 3_600
_ID = r'(?:id\(\s*name:\s*"(?P<{0}_id>[^"]*)"\s*(?:,\s*type:\s*"[^"]*"\s*)?\)|"(?P<{0}>[^"]*)")'
_SERVICE = re.compile(rf"\s*service\(\s*{_ID.format('name')}\s*\)\s*")
_EDGE = re.compile(rf"\s*edge\(\s*{_ID.format('source')}\s*,\s*{_ID.format('target')}\s*\)\s*")


def span(params: Mapping[str, Any]) -> tuple[float, float]:
    """The beginning and the end in epoch seconds; raises AwsError for what X-Ray takes for none."""
    since, until = float(params["StartTime"]), float(params["EndTime"])
    if since >= until:
        raise refused("Invalid time range: the start time must be before the end time.")
    if until - since > _LONGEST_S:
        raise refused("Invalid time range: the time range cannot be longer than 6 hours.")
    return since, until


def entity(expression: str | None) -> str | Edge | None:
    """A service by its name, a call as caller and callee, or None for all; raises AwsError for any other text."""
    if expression is None:
        return None
    service, edge = _SERVICE.fullmatch(expression), _EDGE.fullmatch(expression)
    if service:
        return service["name"] or service["name_id"] or ""
    if edge:
        return (edge["source"] or edge["source_id"] or "", edge["target"] or edge["target_id"] or "")
    raise refused(f"Invalid entity selector expression: {expression}")


def page(params: Mapping[str, Any], operation: str, items: Sequence[Item], size: int) -> tuple[list[Item], str]:
    """One page of some items, and the token of the next one, "" at the end; raises AwsError for a strange token."""
    key = paging.query_key({"operation": operation, **params})
    try:
        place = paging.read(params.get("NextToken"), key)
    except paging.InvalidTokenError as error:
        raise refused("Invalid NextToken.") from error
    shown, following = paging.cut(items, place, size)
    return list(shown), paging.token(following, key) if following else ""


def refused(message: str) -> AwsError:
    """X-Ray's word for every request that it does not take."""
    return AwsError("InvalidRequestException", message)
