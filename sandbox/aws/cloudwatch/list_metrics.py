"""ListMetrics: 500 a page; only what has reported in the last two weeks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sandbox.aws import paging
from sandbox.aws.account import Account
from sandbox.aws.cloudwatch.catalogue import Dimensions, Identity, metrics_of
from sandbox.aws.cloudwatch.machine import reporting
from sandbox.aws.cloudwatch.noise import BLOCK_S
from sandbox.aws.cloudwatch.stored import stored, told_at
from sandbox.aws.errors import AwsError

_PAGE = 500
_TWO_WEEKS_S = 14 * 86_400
_RECENT_S = 3 * 3_600
Listed = tuple[str, str, Dimensions]


def list_metrics(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """The metrics that every filter accepts, by namespace, name and dimensions."""
    now = datetime.now(UTC).timestamp()
    since = now - (_RECENT_S if params.get("RecentlyActive") else _TWO_WEEKS_S)
    found = [one for one in _known(account, since, now) if _accepts(one, params)]
    return _page(sorted(found), params)


def _known(account: Account, since: float, now: float) -> Iterator[Listed]:
    for machine in reporting(account).values():
        if machine.first + BLOCK_S <= now and machine.last > since:
            yield from ((one.namespace, one.name, one.dimensions) for one in metrics_of(machine).values())
    yield from _stored(account, since)


def _stored(account: Account, since: float) -> set[Identity]:
    return {identity for identity, datum in stored(account) if told_at(datum) >= since}


def _accepts(one: Listed, params: Mapping[str, Any]) -> bool:
    namespace, name, dimensions = one
    if params.get("Namespace") not in (None, namespace) or params.get("MetricName") not in (None, name):
        return False
    own = dict(dimensions)
    return all(
        wanted["Name"] in own and wanted.get("Value") in (None, own[wanted["Name"]])
        for wanted in params.get("Dimensions") or ()
    )


def _page(found: Sequence[Listed], params: Mapping[str, Any]) -> Mapping[str, Any]:
    key = paging.query_key({"operation": "ListMetrics", **params})
    try:
        place = paging.read(params.get("NextToken"), key)
    except paging.InvalidTokenError as error:
        raise AwsError("InvalidParameterValue", "Request parameter NextToken is invalid") from error
    shown, following = paging.cut(found, place, _PAGE)
    more = {"NextToken": paging.token(following, key)} if following else {}
    return {"Metrics": [_metric(*one) for one in shown], **more}


def _metric(namespace: str, name: str, dimensions: Dimensions) -> Mapping[str, Any]:
    pairs = [{"Name": key, "Value": value} for key, value in dimensions]
    return {"Namespace": namespace, "MetricName": name, "Dimensions": pairs}
