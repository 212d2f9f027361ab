from datetime import UTC, datetime, timedelta

import pytest

from core.findings import Severity
from core.outside import OutsideFindings
from services.aws.guardduty import GuardDuty
from services.aws.session import Aws
from tests.services.aws.wire import Asked, Wire, aws_error, fails

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
SINCE = NOW - timedelta(hours=24)
PROBE = {"PortProbeAction": {"PortProbeDetails": [{"RemoteIpDetails": {"IpAddressV4": "192.0.2.9"}}]}}


def finding(number: int, severity: float, action: object = PROBE) -> dict[str, object]:
    return {
        "AccountId": "123456789012",
        "Arn": f"arn:{number}",
        "CreatedAt": "2026-11-01T00:00:00.000Z",
        "Id": f"f-{number}",
        "Region": "us-west-2",
        "Resource": {"InstanceDetails": {"InstanceId": "i-1"}},
        "SchemaVersion": "2.0",
        "Service": {"Action": action, "Count": 7, "EventLastSeen": "2026-11-20T18:00:00.000Z"},
        "Severity": severity,
        "Type": "Recon:EC2/PortProbeUnprotectedPort",
        "UpdatedAt": "2026-11-20T18:30:00.000Z",
    }


@pytest.fixture
def answering(wire: Wire) -> Wire:
    wire.on("guardduty", "ListDetectors", lambda _: {"DetectorIds": ["d-1"]})
    wire.on("guardduty", "GetDetector", lambda _: {"ServiceRole": "r", "Status": "ENABLED"})
    return wire


def asked_for(aws: Aws) -> OutsideFindings:
    return GuardDuty(aws).findings(SINCE, ["i-1"])


def test_findings_are_told_worst_first_with_who_and_what(aws: Aws, answering: Wire) -> None:
    answering.on("guardduty", "ListFindings", lambda _: {"FindingIds": ["f-1", "f-2"], "NextToken": ""})
    answering.on("guardduty", "GetFindings", lambda _: {"Findings": [finding(1, 2.0), finding(2, 8.9)]})
    told = asked_for(aws)
    assert [each.severity for each in told.findings] == [Severity.HIGH, Severity.LOW]
    first = told.findings[0]
    assert (first.resources, first.source_ips, first.count) == (("i-1",), ("192.0.2.9",), 7)
    assert first.last_seen == NOW - timedelta(hours=1)
    assert told.gaps == ()


def test_only_what_is_new_not_archived_and_about_the_machines_is_asked_for(aws: Aws, answering: Wire) -> None:
    answering.on("guardduty", "ListFindings", lambda _: {"FindingIds": []})
    asked_for(aws)
    criterion = answering.asked[-1]["FindingCriteria"]["Criterion"]
    assert criterion["updatedAt"] == {"GreaterThanOrEqual": int(SINCE.timestamp() * 1000)}
    assert criterion["service.archived"] == {"Equals": ["false"]}
    assert criterion["resource.instanceDetails.instanceId"] == {"Equals": ["i-1"]}


def test_fifty_are_asked_for_at_once_and_the_rest_is_named(aws: Aws, answering: Wire) -> None:
    def ids(asked: Asked) -> dict[str, object]:
        begin = int(asked.get("NextToken", "0"))
        return {"FindingIds": [f"f-{each}" for each in range(begin, begin + 50)], "NextToken": str(begin + 50)}

    answering.on("guardduty", "ListFindings", ids)
    answering.on(
        "guardduty",
        "GetFindings",
        lambda asked: {"Findings": [finding(int(each[2:]), 5) for each in asked["FindingIds"]]},
    )
    told = asked_for(aws)
    assert len(told.findings) == 200
    assert told.gaps[0].by_choice
    assert max(len(each["FindingIds"]) for each in answering.asked if "FindingIds" in each) == 50


@pytest.mark.parametrize("detectors", [[], ["d-1"]])
def test_where_it_is_not_enabled_a_line_says_so(aws: Aws, answering: Wire, detectors: list[str]) -> None:
    answering.on("guardduty", "ListDetectors", lambda _: {"DetectorIds": detectors})
    answering.on("guardduty", "GetDetector", lambda _: {"ServiceRole": "r", "Status": "DISABLED"})
    (gap,) = asked_for(aws).gaps
    assert str(gap) == "findings of GuardDuty: it is not enabled in us-west-2"
    assert gap.by_choice


def test_a_refusal_is_a_gap_and_not_no_findings(aws: Aws, wire: Wire) -> None:
    wire.on("guardduty", "ListDetectors", fails(aws_error("AccessDeniedException", status=403)))
    (gap,) = asked_for(aws).gaps
    assert "refused ListDetectors" in gap.why
    assert not gap.by_choice


@pytest.mark.parametrize("severity", [None, 9.5, 4.0, 0.1])
def test_strange_findings_are_read_all_the_same(aws: Aws, answering: Wire, severity: float | None) -> None:
    odd = {**finding(1, 1), "Resource": {}, "Service": {}, "UpdatedAt": "yesterday", "Severity": severity}
    kept = {key: value for key, value in odd.items() if value is not None} | ({} if severity else {"Severity": 0.0})
    answering.on("guardduty", "ListFindings", lambda _: {"FindingIds": ["f-1"]})
    answering.on("guardduty", "GetFindings", lambda _: {"Findings": [kept]})
    assert asked_for(aws).findings[0].last_seen is None
