import pytest

from sandbox.aws.ec2.form import filters_of, numbered
from sandbox.aws.errors import AwsError


def test_values_come_in_the_order_of_their_numbers() -> None:
    params = {f"InstanceId.{number}": str(number) for number in (10, 2, 1)}
    assert numbered(params, "InstanceId") == ["1", "2", "10"]


def test_filters_have_their_values_by_name() -> None:
    params = {"Filter.1.Name": "a", "Filter.1.Value.1": "x", "Filter.1.Value.2": "y", "Filter.2.Name": "b"}
    assert filters_of(params) == {"a": ["x", "y"], "b": []}


def test_two_filters_of_one_name_are_refused() -> None:
    with pytest.raises(AwsError, match="more than once"):
        filters_of({"Filter.1.Name": "a", "Filter.2.Name": "a"})
