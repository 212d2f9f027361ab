"""Cut a question about findings into parts that can be asked side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.findings import Severity
from services.aws.chunks import chunks
from services.aws.filters import FILTER_VALUES, equals

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_inspector2.type_defs import FilterCriteriaTypeDef

WORST_FIRST = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of the question that is read page by page; no ids: the whole fleet, no severities: all."""

    instance_ids: Sequence[str]
    severities: Sequence[Severity]

    def __str__(self) -> str:
        severities = f"{', '.join(self.severities)} findings" if self.severities else "findings"
        if not self.instance_ids:
            return severities
        first, *others = self.instance_ids
        return f"{severities} of {first}" + (f" and {len(others)} more instances" if others else "")


def portions(instance_ids: Sequence[str], severities: Iterable[Severity]) -> list[Portion]:
    """Cut by ten ids where ids are given, else by severity.

    Raises:
        ValueError: no severity is asked for, whose answer would look like "no findings".
    """
    asked = set(severities)
    wanted = [severity for severity in WORST_FIRST if severity in asked]
    if not wanted:
        raise ValueError("Ask for at least one severity.")
    if not instance_ids:
        return [Portion((), (severity,)) for severity in wanted]
    # Asking for all severities by leaving the filter out also brings those that we do not know yet.
    named = () if len(wanted) == len(WORST_FIRST) else tuple(wanted)
    return [Portion(ids, named) for ids in chunks(instance_ids, FILTER_VALUES)]


def criteria(portion: Portion, account: str) -> "FilterCriteriaTypeDef":
    """Inspector's filter. The account, because a delegated administrator sees the whole organisation's findings."""
    wanted: FilterCriteriaTypeDef = {
        "findingStatus": equals(["ACTIVE"]),
        "findingType": equals(["PACKAGE_VULNERABILITY"]),
        "resourceType": equals(["AWS_EC2_INSTANCE"]),
        "awsAccountId": equals([account]),
    }
    if portion.severities:
        wanted["severity"] = equals(severity.upper() for severity in portion.severities)
    if portion.instance_ids:
        wanted["resourceId"] = equals(portion.instance_ids)
    return wanted
