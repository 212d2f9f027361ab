"""What GuardDuty found, where it is enabled."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from core.errors import Upstream
from core.findings import Severity
from core.gaps import Gap
from core.outside import OutsideFinding, OutsideFindings, not_enabled, worst_first
from services.aws.chunks import chunks
from services.aws.persistence import every_page, persistently
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_guardduty.type_defs import (
        GetFindingsResponseTypeDef,
        ListDetectorsResponseTypeDef,
        ListFindingsResponseTypeDef,
    )

# https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ListFindings.html and API_GetFindings.html: 50 each.
_AT_ONCE = 50
_MOST = 200
_TOKEN = "NextToken"  # noqa: S105  the name of a field
_ENABLE = "Enable it to have the account's traffic, names and calls watched: it finds what no event alone shows."
# https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
_SEVERITIES = ((9.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MEDIUM), (0.0, Severity.LOW))


class GuardDuty:
    """Asks GuardDuty in one region."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def findings(self, since: datetime, instance_ids: Sequence[str] = ()) -> OutsideFindings:
        """What was found or seen again since a moment, not archived; without ids of everything. Nothing is raised."""
        try:
            detectors = self._enabled_detectors()
            if not detectors:
                return OutsideFindings(gaps=(not_enabled("GuardDuty", self._aws.region, _ENABLE),))
            told, more = self._told(detectors[0], since, instance_ids)
        except Upstream as error:
            gap = Gap(what="findings of GuardDuty", why=error.sentence, advice=error.advice)
            return OutsideFindings(gaps=(gap,))
        return OutsideFindings(findings=worst_first(told), gaps=_cut() if more else ())

    def _enabled_detectors(self) -> list[str]:
        """There is one in each region at most; a suspended one counts as none."""

        def ask(token: str) -> "ListDetectorsResponseTypeDef":
            with self._aws.asking("guardduty", "ListDetectors"):
                client = self._aws.client("guardduty")
                return client.list_detectors(MaxResults=_AT_ONCE, **({_TOKEN: token} if token else {}))

        ids = [each for page in every_page(ask, _TOKEN) for each in page.get("DetectorIds", [])]
        return [each for each in ids if persistently(partial(self._status, each)) == "ENABLED"]

    def _status(self, detector_id: str) -> str:
        with self._aws.asking("guardduty", "GetDetector"):
            return self._aws.client("guardduty").get_detector(DetectorId=detector_id).get("Status", "")

    def _told(self, detector: str, since: datetime, instances: Sequence[str]) -> tuple[list[OutsideFinding], bool]:
        ids: list[str] = []
        more = False
        for page in self._id_pages(detector, since, instances):
            ids += page.get("FindingIds", [])
            more = bool(page.get(_TOKEN)) or len(ids) > _MOST
            if len(ids) >= _MOST:
                break
        asked = chunks(ids[:_MOST], _AT_ONCE)
        answers = (persistently(partial(self._whole, detector, each)) for each in asked)
        return [finding for answer in answers for each in answer.get("Findings", []) for finding in _read(each)], more

    def _id_pages(
        self, detector: str, since: datetime, instances: Sequence[str]
    ) -> "Iterator[ListFindingsResponseTypeDef]":
        criterion: dict[str, Any] = {
            "updatedAt": {"GreaterThanOrEqual": int(since.timestamp() * 1000)},
            "service.archived": {"Equals": ["false"]},
        }
        if instances:
            criterion["resource.instanceDetails.instanceId"] = {"Equals": list(instances)}

        def ask(token: str) -> "ListFindingsResponseTypeDef":
            with self._aws.asking("guardduty", "ListFindings"):
                return self._aws.client("guardduty").list_findings(
                    DetectorId=detector,
                    FindingCriteria={"Criterion": criterion},
                    SortCriteria={"AttributeName": "severity", "OrderBy": "DESC"},
                    MaxResults=_AT_ONCE,
                    **({_TOKEN: token} if token else {}),
                )

        return every_page(ask, _TOKEN)

    def _whole(self, detector: str, ids: Sequence[str]) -> "GetFindingsResponseTypeDef":
        with self._aws.asking("guardduty", "GetFindings"):
            return self._aws.client("guardduty").get_findings(DetectorId=detector, FindingIds=list(ids))


def _read(wire: Mapping[str, Any]) -> Iterator[OutsideFinding]:
    if not wire.get("Id"):
        return
    service, resource = wire.get("Service") or {}, wire.get("Resource") or {}
    yield OutsideFinding(
        watcher="GuardDuty",
        id=wire["Id"],
        title=wire.get("Title") or wire.get("Type") or "a finding without a title",
        severity=_severity(wire.get("Severity")),
        kind=wire.get("Type") or "",
        why=wire.get("Description") or "",
        resources=tuple(_resources(resource)),
        source_ips=tuple(dict.fromkeys(_addresses(service.get("Action") or {}))),
        actor=(resource.get("AccessKeyDetails") or {}).get("UserName") or "",
        first_seen=_moment(service.get("EventFirstSeen") or wire.get("CreatedAt")),
        last_seen=_moment(service.get("EventLastSeen") or wire.get("UpdatedAt")),
        count=service.get("Count") or 1,
    )


def _severity(value: float | None) -> Severity:
    if value is None:
        return Severity.UNTRIAGED
    return next((severity for least, severity in _SEVERITIES if value >= least), Severity.LOW)


def _resources(resource: Mapping[str, Any]) -> Iterator[str]:
    instance = (resource.get("InstanceDetails") or {}).get("InstanceId")
    if instance:
        yield instance
    yield from (each["Arn"] for each in resource.get("S3BucketDetails") or [] if each.get("Arn"))


def _addresses(action: Mapping[str, Any]) -> Iterator[str]:
    """Of whichever kind of action it was: a call, a connection or a port that was tried."""
    for kind in action.values():
        if isinstance(kind, Mapping):
            tried = kind.get("PortProbeDetails") or ()
            for each in (kind, *(each for each in tried if isinstance(each, Mapping))):
                address = (each.get("RemoteIpDetails") or {}).get("IpAddressV4")
                if address:
                    yield address


def _moment(text: str | None) -> datetime | None:
    try:
        read = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return read.astimezone(UTC) if read and read.tzinfo else None


def _cut() -> tuple[Gap, ...]:
    why = f"GuardDuty has more than the worst {_MOST} that were read"
    advice = "Ask about a shorter time."
    return (Gap(what="further findings of GuardDuty", why=why, advice=advice, by_choice=True),)
