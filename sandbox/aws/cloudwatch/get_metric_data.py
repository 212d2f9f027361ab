"""GetMetricData."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sandbox.aws import paging
from sandbox.aws.account import Account
from sandbox.aws.cloudwatch.expressions import evaluate
from sandbox.aws.cloudwatch.queries import Query, ordered, read
from sandbox.aws.cloudwatch.series import Points, Source
from sandbox.aws.cloudwatch.slices import Slice, Slices
from sandbox.aws.errors import AwsError

_MOST_POINTS = 100_800


def get_metric_data(account: Account, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """One page of the queries' points; a metric that nobody publishes is a complete and empty result."""
    now = datetime.now(UTC).timestamp()
    queries = read(params, now)
    shown = [query for query in queries if query.shown]
    descending = params.get("ScanBy", "TimestampDescending") == "TimestampDescending"
    most = min(params.get("MaxDatapoints", _MOST_POINTS), _MOST_POINTS)
    slices = Slices([query.asked for query in shown], most, descending=descending, now=now)
    key = paging.query_key({"operation": "GetMetricData", **params})
    place = _place(params.get("NextToken"), key)
    number = place.offset - 1 if place.offset else slices.first()
    page, following = slices.at(number), slices.after(number)
    source = Source(account, now, [query.asked.identity for query in queries])
    points = _points(source, queries, shown[page.first : page.last], page)
    more = {} if following is None else {"NextToken": paging.token(paging.Place(following + 1, place.page + 1), key)}
    results = [_result(query, points[query.id], page, descending) for query in shown[page.first : page.last]]
    return {"MetricDataResults": results, "Messages": [], **more}


def _place(given: str | None, key: str) -> paging.Place:
    """Offset 0 is the beginning, any other one the number of a page and one more."""
    try:
        return paging.read(given, key)
    except paging.InvalidTokenError as error:
        raise AwsError("InvalidNextToken", "The NextToken is not valid for this request.") from error


def _points(source: Source, queries: Sequence[Query], wanted: Sequence[Query], page: Slice) -> Mapping[str, Points]:
    by_id = {query.id: query for query in queries}
    found: dict[str, Points] = {}
    for query in ordered(wanted, by_id):
        if query.expression is None:
            found[query.id] = source.points(query.asked, page.start, page.end)
        else:
            found[query.id] = evaluate(query.expression, found)
    return found


def _result(query: Query, points: Points, page: Slice, descending: bool) -> Mapping[str, Any]:  # noqa: FBT001  private
    times, values = (each[::-1] if descending else each for each in points)
    return {
        "Id": query.id,
        "Label": query.label,
        "Timestamps": times.tolist(),
        "Values": values.tolist(),
        "StatusCode": "Complete" if page.final else "PartialData",
    }
