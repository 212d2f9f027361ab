"""What Security Hub found, where the account is subscribed to it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from core.errors import Upstream
from core.findings import Severity
from core.gaps import Gap
from core.outside import OutsideFinding, OutsideFindings, not_enabled, worst_first
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_securityhub.type_defs import GetFindingsResponseTypeDef

# https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html: 100 a page, 20 values a filter.
_PAGE_SIZE = 100
_MOST = 300
_VALUES = 20
_TOKEN = "NextToken"  # noqa: S105  the name of a field
_ENABLE = "Enable it to have the account held against the controls of CIS and AWS."
# What these found is asked of them directly, and comes sooner.
_ASKED_THEMSELVES = ("Inspector", "GuardDuty")
_SEVERITIES = {
    "CRITICAL": Severity.CRITICAL,
    "HIGH": Severity.HIGH,
    "MEDIUM": Severity.MEDIUM,
    "LOW": Severity.LOW,
    "INFORMATIONAL": Severity.INFORMATIONAL,
}


class SecurityHub:
    """Asks Security Hub in one region."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def findings(self, since: datetime, until: datetime, resources: Sequence[str] = ()) -> OutsideFindings:
        """Active findings that nobody has resolved, updated between two moments. Nothing is raised.

        `resources` are ids as Security Hub knows them, ARNs mostly; without any everything is told.
        """
        filters = _filters(since, until, resources)
        found: list[OutsideFinding] = []
        try:
            for page in every_page(lambda token: self._page(filters, token), _TOKEN):
                found += [finding for wire in page.get("Findings", []) for finding in _read(wire)]
                if len(found) >= _MOST and page.get(_TOKEN):
                    return OutsideFindings(findings=worst_first(found), gaps=(_cut(len(found)),))
        except _NotSubscribedError:
            return OutsideFindings(gaps=(not_enabled("Security Hub", self._aws.region, _ENABLE),))
        except Upstream as error:
            gap = Gap(what="findings of Security Hub", why=error.sentence, advice=error.advice)
            return OutsideFindings(findings=worst_first(found), gaps=(gap,))
        return OutsideFindings(findings=worst_first(found))

    def _page(self, filters: Any, token: str) -> "GetFindingsResponseTypeDef":  # noqa: ANN401  as the stubs name it
        with self._aws.asking("securityhub", "GetFindings"):
            client = self._aws.client("securityhub")
            try:
                return client.get_findings(
                    Filters=filters,
                    SortCriteria=[{"Field": "SeverityNormalized", "SortOrder": "desc"}],
                    MaxResults=_PAGE_SIZE,
                    **({_TOKEN: token} if token else {}),
                )
            except client.exceptions.InvalidAccessException as error:
                # https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html#API_GetFindings_Errors
                raise _NotSubscribedError from error


class _NotSubscribedError(Exception):
    """The account is not subscribed to Security Hub."""


def _filters(since: datetime, until: datetime, resources: Sequence[str]) -> Mapping[str, Any]:
    stamp = "%Y-%m-%dT%H:%M:%SZ"
    span = {"Start": since.astimezone(UTC).strftime(stamp), "End": until.astimezone(UTC).strftime(stamp)}
    about = [{"Value": each, "Comparison": "EQUALS"} for each in resources[:_VALUES]]
    return {
        "RecordState": [{"Value": "ACTIVE", "Comparison": "EQUALS"}],
        "WorkflowStatus": [{"Value": each, "Comparison": "EQUALS"} for each in ("NEW", "NOTIFIED")],
        "ProductName": [{"Value": each, "Comparison": "NOT_EQUALS"} for each in _ASKED_THEMSELVES],
        "UpdatedAt": [span],
        **({"ResourceId": about} if about else {}),
    }


def _read(wire: Mapping[str, Any]) -> Iterator[OutsideFinding]:
    compliance = wire.get("Compliance") or {}
    if not wire.get("Id") or compliance.get("Status") in ("PASSED", "NOT_AVAILABLE"):
        return
    remedy = (wire.get("Remediation") or {}).get("Recommendation") or {}
    yield OutsideFinding(
        watcher="Security Hub",
        id=wire["Id"],
        title=wire.get("Title") or "a finding without a title",
        severity=_SEVERITIES.get((wire.get("Severity") or {}).get("Label", ""), Severity.UNTRIAGED),
        kind=compliance.get("SecurityControlId") or next(iter(wire.get("Types") or []), ""),
        why=wire.get("Description") or "",
        resources=tuple(each["Id"] for each in wire.get("Resources") or [] if each.get("Id")),
        first_seen=_moment(wire.get("FirstObservedAt") or wire.get("CreatedAt")),
        last_seen=_moment(wire.get("LastObservedAt") or wire.get("UpdatedAt")),
        remedy=remedy.get("Text") or "",
        link=remedy.get("Url") or "",
    )


def _moment(text: str | None) -> datetime | None:
    try:
        read = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return read.astimezone(UTC) if read and read.tzinfo else None


def _cut(read: int) -> Gap:
    why = f"Security Hub has more than the worst {read} that were read"
    return Gap(what="further findings of Security Hub", why=why, advice="Ask about fewer resources.", by_choice=True)
