"""Performance Insights: what those databases are busy with for which stories switch it on; RDS itself stays moto's."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.pi.describe_dimension_keys import describe_dimension_keys

PI: Mapping[str, Callable[[Account, Mapping[str, Any]], Mapping[str, Any]]] = {
    "DescribeDimensionKeys": describe_dimension_keys
}
