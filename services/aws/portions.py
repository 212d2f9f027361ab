"""Cut a question about findings into parts that can be asked side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from core.findings import Severity
from services.aws.chunks import chunks
from services.aws.filters import FILTER_VALUES, equals

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_inspector2.type_defs import FilterCriteriaTypeDef

WORST_FIRST = tuple(Severity)
# From this probability on, exploitation within 30 days counts as likely: https://www.first.org/epss/user-guide
LIKELY_EPSS = 0.1
Sort = Literal["SEVERITY", "EPSS_SCORE", "INSPECTOR_SCORE"]
Finding_ = Literal["PACKAGE_VULNERABILITY", "NETWORK_REACHABILITY"]


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of the question that is read page by page; no ids: the whole fleet, no severities: all.

    `quota`: how many are enough once the whole list is long enough; None leaves that to the list.
    """

    instance_ids: Sequence[str]
    severities: Sequence[Severity]
    exploitable: bool = False
    likely: bool = False
    sort: Sort = "SEVERITY"
    quota: int | None = None

    def __str__(self) -> str:
        kind = "likely exploited " if self.likely else "exploitable " if self.exploitable else ""
        severities = f"{', '.join(self.severities)} {kind}findings" if self.severities else f"{kind}findings"
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


def worst(severities: Iterable[Severity], limit: int) -> list[Portion]:
    """The worst of a fleet that has more findings than `limit`, whatever their severity.

    Half of the list is for what is likely to be exploited, so that an exploited vulnerability of medium severity is
    not crowded out by criticals that nobody attacks; the rest is for criticals, exploitable ones and each severity.
    """
    asked = set(severities)
    wanted = [severity for severity in WORST_FIRST if severity in asked]
    each = max(1, limit // (10 * len(wanted)))
    likely = [Portion((), (one,), exploitable=True, likely=True, sort="EPSS_SCORE", quota=5 * each) for one in wanted]
    open_to_all = [Portion((), (one,), exploitable=True, sort="INSPECTOR_SCORE", quota=2 * each) for one in wanted]
    rest = [Portion((), (one,), quota=each) for one in wanted]
    top = [Portion((), (one,), sort="INSPECTOR_SCORE", quota=limit // 5) for one in wanted[:1]]
    return [*likely, *top, *open_to_all, *rest]


def criteria(portion: Portion, account: str, kind: Finding_ = "PACKAGE_VULNERABILITY") -> "FilterCriteriaTypeDef":
    """Inspector's filter. The account, because a delegated administrator sees the whole organisation's findings."""
    wanted: FilterCriteriaTypeDef = {
        "findingStatus": equals(["ACTIVE"]),
        "findingType": equals([kind]),
        "resourceType": equals(["AWS_EC2_INSTANCE"]),
        "awsAccountId": equals([account]),
    }
    if portion.severities:
        wanted["severity"] = equals(severity.upper() for severity in portion.severities)
    if portion.instance_ids:
        wanted["resourceId"] = equals(portion.instance_ids)
    if portion.exploitable:
        wanted["exploitAvailable"] = equals(["YES"])
    if portion.likely:
        wanted["epssScore"] = [{"lowerInclusive": LIKELY_EPSS}]
    elif portion.exploitable:
        # What is likelier has its own portion, and would come twice.
        wanted["epssScore"] = [{"lowerInclusive": 0.0, "upperInclusive": LIKELY_EPSS}]
    return wanted
