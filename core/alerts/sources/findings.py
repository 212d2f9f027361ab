"""Findings of GuardDuty, Inspector, Security Hub, Macie, Access Analyzer and others: over EventBridge, or bare.

https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html
https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html
"""

from datetime import datetime

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.alerts.levels import level_of, state_of
from core.alerts.making import account_of, labels_of, make, place_of, region_of
from core.alerts.reading import Json, at, find, first_word, mapping, objects, text, word
from core.alerts.times import moment

_SOURCES = ("aws.guardduty", "aws.inspector2", "aws.inspector", "aws.securityhub", "aws.macie", "aws.access-analyzer")
# GuardDuty's scale: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
_GUARDDUTY = ((9.0, AlertLevel.CRITICAL), (7.0, AlertLevel.HIGH), (4.0, AlertLevel.MEDIUM), (1.0, AlertLevel.LOW))


def recognises(payload: Json) -> bool:
    """Whether it is a finding or an event that brings some."""
    if "detail-type" in payload:
        return payload.get("source") in _SOURCES or "finding" in word(payload["detail-type"]).lower()
    return _bare(payload)


def read(payload: Json) -> list[Alert]:
    """One alert per finding."""
    if "detail-type" not in payload:
        return [_finding(payload, {})]
    detail = mapping(payload.get("detail"))
    return [_finding(finding, payload) for finding in objects(detail.get("findings")) or [detail]]


def _bare(payload: Json) -> bool:
    asff = "AwsAccountId" in payload and "ProductArn" in payload
    guardduty = "schemaVersion" in payload and "service" in payload and "type" in payload and "severity" in payload
    inspector = "findingArn" in payload and "severity" in payload
    return asff or guardduty or inspector


def _finding(finding: Json, event: Json) -> Alert:
    arn = first_word(finding, "findingArn", "arn", "Arn", "Id", "id")
    resource = _resource(finding)
    kind = first_word(finding, "type", "Type") or word(event.get("detail-type"))
    state = _state(finding)
    severity, said = _severity(finding)
    title = first_word(finding, "title", "Title") or _title(finding, kind, resource)
    return make(
        "finding",
        (arn or (kind, resource, title), resource),
        title,
        message=text(first_word(finding, "description", "Description")) or find(finding, "description", "text"),
        state=state,
        severity=severity,
        sent_severity=said,
        service=resource.rsplit("/", 1)[-1].rsplit(":", 1)[-1] or word(event.get("source")).removeprefix("aws."),
        resource=resource or arn,
        account=account_of(
            first_word(finding, "accountId", "AwsAccountId", "awsAccountId"),
            event.get("account"),
            place_of(arn).account,
        ),
        region=region_of(first_word(finding, "region", "Region"), event.get("region"), place_of(arn).region),
        at=_first_time(finding, event),
        ended=moment(event.get("time")),
        labels=labels_of(finding, {"finding": arn, "type": kind}, mapping(finding.get("resource"))),
        links=[first_word(finding, "SourceUrl"), find(finding, "url", "sourceurl")],
        namespace=word(event.get("source")) or place_of(arn).service,
        event_type=kind,
    )


def _severity(finding: Json) -> tuple[AlertLevel, str]:
    """The level and the sender's word or number for it."""
    label = first_word(finding, "severity.description", "Severity.Label", "inspectorSeverity")
    said = label or first_word(finding, "severity", "Severity.Normalized", "inspectorScore")
    try:
        number = float(said)
    except ValueError:
        return level_of(said), said
    scaled = number / 10 if number > 10 else number  # noqa: PLR2004  Security Hub's own scale goes to 100
    return next((level for least, level in _GUARDDUTY if scaled >= least), AlertLevel.INFO), said


def _state(finding: Json) -> AlertState:
    said = first_word(
        finding, "Workflow.Status", "status", "Status", "service.archived", "scanResultDetails.scanResultStatus"
    )
    if first_word(finding, "RecordState") == "ARCHIVED" or first_word(finding, "service.archived") == "true":
        return AlertState.RESOLVED
    if first_word(finding, "Compliance.Status") == "PASSED":
        return AlertState.RESOLVED
    if (word(said)).upper() == "NOTIFIED":
        return AlertState.ACKNOWLEDGED
    state = state_of(first_word(finding, "scanResultDetails.scanResultStatus") or said)
    return AlertState.FIRING if state is AlertState.UNKNOWN else state


def _resource(finding: Json) -> str:
    listed = [*objects(finding.get("resources")), *objects(finding.get("Resources"))]
    named = next(filter(None, (first_word(one, "Id", "id", "arn") for one in listed)), "")
    inside = mapping(finding.get("resource"))
    return named or find(inside, "arn", "instanceid", "accesskeyid", "principalid", "functionarn") or _object(finding)


def _object(finding: Json) -> str:
    """The object in S3 that a malware scan is about, or the resource an analyser names."""
    found = mapping(finding.get("s3ObjectDetails"))
    if bucket := first_word(found, "bucketName"):
        return f"arn:aws:s3:::{bucket}/{first_word(found, 'objectKey')}"
    return first_word(finding, "resource")


def _title(finding: Json, kind: str, resource: str) -> str:
    about = resource.rsplit("/", 1)[-1]
    threats = ", ".join(
        filter(None, (first_word(one, "name") for one in objects(at(finding, "scanResultDetails", "threats"))))
    )
    return ": ".join(filter(None, (kind, about, threats)))


def _first_time(finding: Json, event: Json) -> datetime | None:
    for path in ("service.eventLastSeen", "updatedAt", "UpdatedAt", "lastObservedAt", "createdAt", "CreatedAt"):
        if when := moment(first_word(finding, path)):
            return when
    return moment(event.get("time"))
