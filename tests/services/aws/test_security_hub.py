from datetime import UTC, datetime, timedelta

from core.findings import Severity
from core.outside import OutsideFindings
from services.aws.security_hub import SecurityHub
from services.aws.session import Aws
from tests.services.aws.wire import Asked, Wire, aws_error, fails

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
SINCE = NOW - timedelta(hours=24)


def finding(number: int, label: str = "HIGH", status: str = "FAILED") -> dict[str, object]:
    return {
        "SchemaVersion": "2018-10-08",
        "Id": f"f-{number}",
        "ProductArn": "p",
        "GeneratorId": "g",
        "AwsAccountId": "123456789012",
        "CreatedAt": "2026-11-20T10:00:00Z",
        "UpdatedAt": "2026-11-20T18:00:00Z",
        "Title": "Port 22 is open",
        "Description": "This control checks it.",
        "Severity": {"Label": label},
        "Resources": [{"Type": "AwsEc2SecurityGroup", "Id": "arn:sg"}],
        "Compliance": {"Status": status, "SecurityControlId": "EC2.13"},
    }


def asked_for(aws: Aws) -> OutsideFindings:
    return SecurityHub(aws).findings(SINCE, NOW, ["arn:sg"])


def test_failed_controls_are_told_worst_first(aws: Aws, wire: Wire) -> None:
    rows = [finding(1, "LOW"), finding(2, "CRITICAL"), finding(3, status="PASSED")]
    wire.on("securityhub", "GetFindings", lambda _: {"Findings": rows})
    told = asked_for(aws)
    assert [each.severity for each in told.findings] == [Severity.CRITICAL, Severity.LOW]
    assert (told.findings[0].kind, told.findings[0].resources) == ("EC2.13", ("arn:sg",))


def test_what_others_found_is_not_asked_for_twice(aws: Aws, wire: Wire) -> None:
    wire.on("securityhub", "GetFindings", lambda _: {"Findings": []})
    asked_for(aws)
    filters = wire.asked[0]["Filters"]
    assert {each["Value"] for each in filters["ProductName"]} == {"Inspector", "GuardDuty"}
    assert {each["Comparison"] for each in filters["ProductName"]} == {"NOT_EQUALS"}
    assert filters["UpdatedAt"] == [{"Start": "2026-11-19T19:00:00Z", "End": "2026-11-20T19:00:00Z"}]
    assert filters["ResourceId"] == [{"Value": "arn:sg", "Comparison": "EQUALS"}]


def test_more_than_three_hundred_are_cut_and_named(aws: Aws, wire: Wire) -> None:
    def page(asked: Asked) -> dict[str, object]:
        begin = int(asked.get("NextToken", "0"))
        return {"Findings": [finding(each) for each in range(begin, begin + 100)], "NextToken": str(begin + 100)}

    wire.on("securityhub", "GetFindings", page)
    told = asked_for(aws)
    assert len(told.findings) == 300
    assert told.gaps[0].what == "further findings of Security Hub"


def test_an_account_without_it_is_a_line_and_no_error(aws: Aws, wire: Wire) -> None:
    client = aws.client("securityhub")
    error = client.exceptions.InvalidAccessException(
        {"Error": {"Code": "InvalidAccessException", "Message": "not subscribed"}}, "GetFindings"
    )
    wire.on("securityhub", "GetFindings", fails(error))
    (gap,) = asked_for(aws).gaps
    assert str(gap) == "findings of Security Hub: it is not enabled in us-west-2"
    assert gap.by_choice


def test_what_was_read_before_a_failure_is_told_with_the_gap(aws: Aws, wire: Wire) -> None:
    def page(asked: Asked) -> dict[str, object]:
        if "NextToken" in asked:
            raise aws_error("AccessDeniedException", status=403)
        return {"Findings": [finding(1)], "NextToken": "2"}

    wire.on("securityhub", "GetFindings", page)
    told = asked_for(aws)
    assert (len(told.findings), told.gaps[0].by_choice) == (1, False)
