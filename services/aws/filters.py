"""How Inspector is told to filter findings."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_inspector2.type_defs import StringFilterTypeDef

# https://docs.aws.amazon.com/inspector/v2/APIReference/API_FilterCriteria.html: ten values in each field.
FILTER_VALUES = 10


def equals(values: Iterable[str]) -> "list[StringFilterTypeDef]":
    """A filter on any of the values."""
    return [{"comparison": "EQUALS", "value": value} for value in values]
