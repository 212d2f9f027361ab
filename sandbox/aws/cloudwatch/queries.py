"""Reads and checks the queries of GetMetricData, in the sentences CloudWatch uses."""

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.aws.cloudwatch.expressions import names, parse
from sandbox.aws.cloudwatch.series import Ask, ask
from sandbox.aws.cloudwatch.statistics import is_not_here, is_statistic
from sandbox.aws.cloudwatch.windows import is_period
from sandbox.aws.errors import AwsError

_MOST = 500
_ID = re.compile(r"[a-z][a-zA-Z0-9_]*")


@dataclass(frozen=True, slots=True)
class Query:
    """One MetricDataQuery: a metric, or an expression on others."""

    id: str
    label: str
    shown: bool
    asked: Ask
    expression: ast.expr | None = None


def read(params: Mapping[str, Any], now: float) -> list[Query]:
    """The queries in their order; raises AwsError with everything that is wrong."""
    given: Sequence[Mapping[str, Any]] = params["MetricDataQueries"]
    wrong = "".join(f"{sentence}\n" for sentence in _problems(params, given))
    if wrong:
        raise AwsError("ValidationError", wrong)
    asked = {
        one["Id"]: ask(one["MetricStat"]["Metric"], one["MetricStat"], params["StartTime"], params["EndTime"], now)
        for one in given
        if one.get("MetricStat")
    }
    trees = {one["Id"]: parse(one["Id"], one["Expression"]) for one in given if one.get("Expression")}
    for query_id in trees:
        _resolve(query_id, trees, asked, ())
    return [_query(one, asked, trees.get(one["Id"])) for one in given]


def ordered(wanted: Sequence[Query], by_id: Mapping[str, Query]) -> Collection[Query]:
    """The wanted queries and what they are computed from, operands first."""
    found: dict[str, Query] = {}

    def add(query: Query) -> None:
        if query.id not in found:
            for name in names(query.expression) if query.expression is not None else ():
                add(by_id[name])
            found[query.id] = query

    for query in wanted:
        add(query)
    return found.values()


def _query(one: Mapping[str, Any], asked: Mapping[str, Ask], tree: ast.expr | None) -> Query:
    label = one.get("Label") or (one["Id"] if tree else _label(asked[one["Id"]], asked))
    return Query(one["Id"], label, one.get("ReturnData") is not False, asked[one["Id"]], tree)


def _label(own: Ask, asked: Mapping[str, Ask]) -> str:
    """The metric's name, with its dimensions and statistic where another query has the same name."""
    same = [one for one in asked.values() if one.identity[1] == own.identity[1]]
    if len(same) <= 1:
        return own.identity[1]
    return " ".join([*(value for _, value in own.identity[2]), own.identity[1], own.statistic])


def _resolve(query_id: str, trees: Mapping[str, ast.expr], asked: dict[str, Ask], above: tuple[str, ...]) -> Ask:
    """The time and period of a query; an expression has those of its operands, which must agree here."""
    if query_id in asked:
        return asked[query_id]
    if query_id in above:
        raise AwsError("ValidationError", f"Error in expression '{query_id}': Circular dependency")
    if query_id not in trees:
        raise AwsError("ValidationError", f"Error in expression '{above[-1]}': '{query_id}' is undefined")
    found: Ask | None = None
    for name in names(trees[query_id]):
        operand = _resolve(name, trees, asked, (*above, query_id))
        if found is not None and operand.period != found.period:
            text = f"Error in expression '{query_id}': this sandbox does not join metrics of different periods"
            raise AwsError("ValidationError", text)
        found = operand
    if found is None:
        raise ValueError(f"{query_id} has no operand, which parse() refuses")
    asked[query_id] = found
    return found


def _problems(params: Mapping[str, Any], given: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if len(given) > _MOST:
        yield f"The collection MetricDataQueries must not have a size greater than {_MOST}."
    if params["StartTime"] == params["EndTime"]:
        yield "The parameter StartTime must not equal parameter EndTime."
    if params["StartTime"] > params["EndTime"]:
        yield "The parameter StartTime must be less than the parameter EndTime."
    if params.get("MaxDatapoints", 1) < 1:
        yield "The parameter MaxDatapoints must be greater than 0."
    ids = [one["Id"] for one in given]
    if len(set(ids)) < len(ids):
        yield "The values for parameter id in MetricDataQueries are not unique."
    for number, one in enumerate(given, start=1):
        yield from _problems_of(f"MetricDataQueries.member.{number}", one)


def _problems_of(place: str, one: Mapping[str, Any]) -> Iterator[str]:
    if not _ID.fullmatch(one["Id"]):
        yield f"The value for parameter {place}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$."
    stat, expression = one.get("MetricStat"), one.get("Expression")
    if stat and expression:
        both = f"{place}.Expression and {place}.MetricStat"
        yield f"The parameters {both} are mutually exclusive and you have specified both."
    elif not stat and not expression:
        yield f"The parameter {place}.MetricStat is required."
    elif stat:
        yield from _problems_of_stat(f"{place}.MetricStat", stat)


def _problems_of_stat(place: str, stat: Mapping[str, Any]) -> Iterator[str]:
    for name in ("Namespace", "MetricName"):
        if not stat["Metric"].get(name):
            yield f"The parameter {place}.Metric.{name} is required."
    if not is_period(stat["Period"]):
        yield f"The parameter {place}.Period must be 1, 5, 10, 20, 30, or a multiple of 60."
    if not is_statistic(stat["Stat"]):
        yield f"The value for parameter {place}.Stat is not a valid statistic."
    elif is_not_here(stat["Stat"]):
        yield f"This sandbox does not compute the statistic {stat['Stat']} of {place}."
