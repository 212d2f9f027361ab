from collections.abc import Mapping
from threading import Event
from typing import Any

import pytest

from core.errors import Cause, Upstream
from core.findings import Severity
from services.aws.inspector import Inspector
from tests.services.aws.wire import ACCOUNT, Asked, Wire, aws_error, fails, paged, wire_finding

HIGH = [Severity.HIGH]
THROTTLED = aws_error("ThrottlingException", status=429)


def severity_asked(asked: Asked) -> str:
    return str(asked["filterCriteria"]["severity"][0]["value"])


def test_the_server_filters_by_status_type_resource_account_and_severity(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListFindings", paged("findings", [[]]))
    inspector.active_findings(severities=HIGH)
    criteria = {name: [each["value"] for each in values] for name, values in wire.asked[0]["filterCriteria"].items()}
    assert criteria == {
        "findingStatus": ["ACTIVE"],
        "findingType": ["PACKAGE_VULNERABILITY"],
        "resourceType": ["AWS_EC2_INSTANCE"],
        "awsAccountId": [ACCOUNT],
        "severity": ["HIGH"],
    }
    assert wire.asked[0]["maxResults"] == 100


def test_the_whole_fleet_is_asked_by_severity(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListFindings", paged("findings", [[]]))
    assert inspector.active_findings().findings == ()
    assert {severity_asked(each) for each in wire.asked} == {severity.upper() for severity in Severity}


def test_twenty_five_ids_are_asked_in_three_portions(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListFindings", paged("findings", [[]]))
    ids = [f"i-{number:017x}" for number in range(25)]
    inspector.active_findings(ids)
    asked = [[each["value"] for each in call["filterCriteria"]["resourceId"]] for call in wire.asked]
    assert sorted(len(portion) for portion in asked) == [5, 10, 10]
    assert sorted(name for portion in asked for name in portion) == ids


def test_every_page_is_read_and_an_empty_page_with_a_token_is_not_the_end(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListFindings", paged("findings", [[wire_finding(1)], [], [wire_finding(2)]]))
    listing = inspector.active_findings(severities=HIGH)
    assert [finding.vulnerability_id for finding in listing.findings] == ["CVE-2026-0001", "CVE-2026-0002"]
    assert listing.gaps == ()


def test_a_finding_that_comes_twice_is_told_once(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListFindings", paged("findings", [[wire_finding(1), wire_finding(1)], [wire_finding(1)]]))
    assert len(inspector.active_findings().findings) == 1


def test_when_a_page_fails_what_was_read_stays_and_the_rest_is_a_gap(inspector: Inspector, wire: Wire) -> None:
    pages = [[wire_finding(number)] for number in range(3)]
    wire.on("inspector2", "ListFindings", paged("findings", [*pages, THROTTLED]))
    listing = inspector.active_findings(severities=HIGH)
    assert len(listing.findings) == 3
    (gap,) = listing.gaps
    assert gap.what == "high findings after page 3"
    assert gap.why == "AWS is limiting how often ListFindings may be called in us-west-2 (ThrottlingException)."
    assert gap.advice == "Ask again in a minute."


def test_a_severity_that_fails_does_not_lose_the_others(inspector: Inspector, wire: Wire) -> None:
    def answer(asked: Asked) -> Mapping[str, Any]:
        if severity_asked(asked) == "LOW":
            raise THROTTLED
        return {"findings": [wire_finding(1, severity_asked(asked))] if severity_asked(asked) == "CRITICAL" else []}

    wire.on("inspector2", "ListFindings", answer)
    listing = inspector.active_findings()
    assert [finding.severity for finding in listing.findings] == [Severity.CRITICAL]
    assert [gap.what for gap in listing.gaps] == ["low findings"]


def test_instances_that_could_not_be_asked_are_named(inspector: Inspector, wire: Wire) -> None:
    def answer(asked: Asked) -> Mapping[str, Any]:
        if len(asked["filterCriteria"]["resourceId"]) == 10:
            raise THROTTLED
        return {"findings": []}

    wire.on("inspector2", "ListFindings", answer)
    (gap,) = inspector.active_findings([f"i-{number}" for number in range(12)]).gaps
    assert gap.what == "findings of i-0 and 9 more instances"


def test_when_everything_fails_the_error_is_raised(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListFindings", fails(aws_error("ExpiredTokenException", status=403)))
    with pytest.raises(Upstream) as raised:
        inspector.active_findings()
    assert raised.value.cause is Cause.EXPIRED


def test_a_token_that_repeats_ends_the_list_with_a_gap(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListFindings", lambda _: {"findings": [wire_finding(1)], "nextToken": "same"})
    listing = inspector.active_findings(severities=HIGH)
    assert len(listing.findings) == 1
    assert [gap.what for gap in listing.gaps] == ["high findings after page 2"]


def test_findings_come_worst_first_and_untriaged_ones_stay(inspector: Inspector, wire: Wire) -> None:
    words = ["UNTRIAGED", "LOW", "CRITICAL"]
    page = [wire_finding(number, word) for number, word in enumerate(words)]
    wire.on("inspector2", "ListFindings", paged("findings", [page]))
    listing = inspector.active_findings(["i-0aaaaaaaaaaaaaaa1"])
    assert [finding.severity for finding in listing.findings] == ["critical", "low", "untriaged"]


def test_beyond_the_limit_the_list_stops_and_says_so(inspector: Inspector, wire: Wire) -> None:
    pages = [[wire_finding(number)] for number in range(5)]
    wire.on("inspector2", "ListFindings", paged("findings", pages))
    listing = inspector.active_findings(severities=HIGH, limit=2)
    assert len(listing.findings) == 2
    assert [gap.what for gap in listing.gaps] == ["findings beyond the worst 2"]
    assert len(wire.asked) == 2


def test_a_list_as_long_as_the_limit_is_whole(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListFindings", paged("findings", [[wire_finding(1)], [wire_finding(2)]]))
    assert inspector.active_findings(severities=HIGH, limit=2).gaps == ()


def test_untriaged_findings_in_front_do_not_hide_worse_ones(inspector: Inspector, wire: Wire) -> None:
    pages = [[wire_finding(1, "UNTRIAGED")], [wire_finding(2, "CRITICAL")]]
    wire.on("inspector2", "ListFindings", paged("findings", pages))
    listing = inspector.active_findings(["i-0aaaaaaaaaaaaaaa1"], limit=1)
    assert [finding.severity for finding in listing.findings] == [Severity.CRITICAL]


def test_a_finding_without_its_instance_is_counted_as_missing(inspector: Inspector, wire: Wire) -> None:
    lost = wire_finding(2) | {"resources": [{"type": "AWS_LAMBDA_FUNCTION", "id": "arn"}]}
    wire.on("inspector2", "ListFindings", paged("findings", [[wire_finding(1), lost]]))
    listing = inspector.active_findings(severities=HIGH)
    assert len(listing.findings) == 1
    assert [gap.what for gap in listing.gaps] == ["1 of the high findings"]


def test_progress_hears_how_many_were_read(inspector: Inspector, wire: Wire) -> None:
    heard: list[int] = []
    wire.on("inspector2", "ListFindings", paged("findings", [[wire_finding(1)], [wire_finding(2), wire_finding(3)]]))
    inspector.active_findings(severities=HIGH, on_page=lambda read, _: heard.append(read))
    assert heard == [1, 3]


def test_when_time_is_up_what_was_read_is_told_and_the_rest_is_a_gap(inspector: Inspector, wire: Wire) -> None:
    answered_late = Event()

    def answer(asked: Asked) -> Mapping[str, Any]:
        if "nextToken" in asked:
            answered_late.wait()
        return {"findings": [wire_finding(len(wire.asked))], "nextToken": "more"}

    wire.on("inspector2", "ListFindings", answer)
    listing = inspector.active_findings(severities=HIGH, within_s=0.5)
    answered_late.set()
    assert len(listing.findings) == 1
    assert [str(gap) for gap in listing.gaps] == [
        "high findings after page 1: AWS had not answered ListFindings in full after 0.5 s."
    ]


def test_when_time_is_up_before_any_page_the_error_is_raised(inspector: Inspector, wire: Wire) -> None:
    answered_late = Event()

    def answer(_: Asked) -> Mapping[str, Any]:
        answered_late.wait()
        return {"findings": []}

    wire.on("inspector2", "ListFindings", answer)
    with pytest.raises(Upstream) as raised:
        inspector.active_findings(within_s=0.01)
    answered_late.set()
    assert raised.value.cause is Cause.TIMED_OUT


def test_a_mistake_of_ours_is_not_a_gap(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "ListFindings", fails(KeyError("ours")))
    with pytest.raises(KeyError, match="ours"):
        inspector.active_findings()
