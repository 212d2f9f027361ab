import numpy as np
import pytest

from sandbox.aws.cloudwatch.expressions import evaluate, names, parse
from sandbox.aws.errors import AwsError

A = (np.array([0, 60, 120]), np.array([1.0, 2.0, 3.0]))
B = (np.array([60, 120, 180]), np.array([4.0, 0.0, 9.0]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a + b", [6, 3]), ("a - b * 2", [-6, 3]), ("-(a)", [-1, -2, -3]), ("100 * a", [100, 200, 300])],
)
def test_arithmetic_is_point_by_point_where_all_have_one(text: str, expected: list[float]) -> None:
    assert evaluate(parse("e", text), {"a": A, "b": B})[1].tolist() == expected


def test_a_division_by_zero_is_no_point() -> None:
    times, values = evaluate(parse("e", "a / b"), {"a": A, "b": B})
    assert (times.tolist(), values.tolist()) == ([60], [0.5])


def test_an_expression_names_its_operands() -> None:
    assert set(names(parse("e", "(m1 + m2) / m1"))) == {"m1", "m2"}


@pytest.mark.parametrize("text", ["m1 +", "m1 ) (", "\0", "(" * 500 + "m1" + ")" * 500])
def test_wrong_syntax_is_refused(text: str) -> None:
    with pytest.raises(AwsError, match="Error in expression 'e'"):
        parse("e", text)


@pytest.mark.parametrize(
    "text",
    [
        "AVG(m1)",
        "SEARCH('a', 'b')",
        "SELECT AVG(a) FROM SCHEMA(b)",
        "m1[0]",
        "m1 ** 2",
        "+".join(["m1"] * 700),
    ],
)
def test_what_is_not_computed_is_said_so(text: str) -> None:
    with pytest.raises(AwsError, match="this sandbox does not compute"):
        parse("e", text)


def test_a_number_alone_is_no_series() -> None:
    with pytest.raises(AwsError, match="not a time series"):
        parse("e", "1 + 1")
