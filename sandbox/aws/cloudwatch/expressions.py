"""Metric math: arithmetic on numbers and other queries' ids, point by point.

Functions, SEARCH, METRICS() and Metrics Insights are refused with a sentence of the sandbox's own: CloudWatch has them.
"""

import ast
import operator
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from sandbox.aws.cloudwatch.noise import Floats
from sandbox.aws.cloudwatch.series import Points
from sandbox.aws.errors import AwsError

# Beyond this the tree is deeper than Python likes to walk; CloudWatch itself only limits the characters.
_MOST_OPERATIONS = 600
_Operand = Floats | float
_OPERATORS: Mapping[type[ast.operator], Callable[[_Operand, _Operand], _Operand]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def parse(query_id: str, text: str) -> ast.expr:
    """The expression as a tree; raises AwsError for wrong syntax and for what is not computed here."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if text.strip().upper().startswith("SELECT"):
            raise _not_here(query_id, "Metrics Insights") from error
        raise AwsError("ValidationError", f"Error in expression '{query_id}': Invalid syntax") from error
    nodes = list(ast.walk(tree))
    for node in nodes:
        _check(query_id, node)
    if sum(isinstance(node, ast.BinOp | ast.UnaryOp) for node in nodes) > _MOST_OPERATIONS:
        raise _not_here(query_id, f"more than {_MOST_OPERATIONS} operations")
    if not list(names(tree)):
        raise AwsError("ValidationError", f"Error in expression '{query_id}': The result is not a time series")
    return tree


def names(tree: ast.expr) -> Iterator[str]:
    """The ids it refers to."""
    return (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def evaluate(tree: ast.expr, operands: Mapping[str, Points]) -> Points:
    """Its value at every time at which all operands have one; a division by zero gives no point."""
    series = [operands[name] for name in names(tree)]
    times = series[0][0]
    for other, _ in series[1:]:
        times = np.intersect1d(times, other, assume_unique=True)
    aligned = {name: operands[name][1][np.isin(operands[name][0], times)] for name in names(tree)}
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.broadcast_to(np.asarray(_value(tree, aligned), dtype=np.float64), times.shape)
    finite = np.isfinite(values)
    return times[finite], values[finite]


def _check(query_id: str, node: ast.AST) -> None:
    known = (ast.BinOp, ast.UnaryOp, ast.USub, ast.Name, ast.Load, ast.Constant, *_OPERATORS)
    if not isinstance(node, known) or (isinstance(node, ast.Constant) and not isinstance(node.value, int | float)):
        raise _not_here(query_id, "anything but + - * / on ids and numbers")


def _not_here(query_id: str, what: str) -> AwsError:
    return AwsError("ValidationError", f"Error in expression '{query_id}': this sandbox does not compute {what}")


def _value(node: ast.expr, operands: Mapping[str, Floats]) -> _Operand:
    match node:
        case ast.Constant(int() | float() as value):
            return float(value)
        case ast.Name(name):
            return operands[name]
        case ast.UnaryOp(_, inner):
            return -_value(inner, operands)
        case ast.BinOp(left, sign, right):
            return _OPERATORS[type(sign)](_value(left, operands), _value(right, operands))
    raise TypeError(f"{type(node).__name__} was not refused")
