from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from services.aws.inspector import Inspector
from tests.services.aws.wire import Asked, Wire, aws_error, fails

ARNS = {f"CVE-2026-{number:04}": f"arn:{number}" for number in range(25)}


def details(asked: Asked) -> Mapping[str, Any]:
    return {"findingDetails": [{"findingArn": arn} for arn in asked["findingArns"]], "errors": []}


def error(arn: str) -> dict[str, str]:
    return {"findingArn": arn, "errorCode": "FINDING_DETAILS_NOT_FOUND", "errorMessage": "none"}


def test_ten_findings_are_asked_at_a_time(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "BatchGetFindingDetails", details)
    facts = inspector.exploit_facts(ARNS)
    assert set(facts.known) == set(ARNS)
    assert facts.gaps == ()
    assert sorted(len(asked["findingArns"]) for asked in wire.asked) == [5, 10, 10]


def test_nothing_is_asked_about_nothing(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "BatchGetFindingDetails", details)
    assert inspector.exploit_facts({}).known == {}
    assert wire.asked == []


def test_a_known_exploited_vulnerability_is_told(inspector: Inspector, wire: Wire) -> None:
    told = {"findingArn": "arn:1", "cisaData": {"dateDue": datetime(2026, 11, 24, tzinfo=UTC)}}
    wire.on("inspector2", "BatchGetFindingDetails", lambda _: {"findingDetails": [told]})
    known = inspector.exploit_facts({"CVE-1": "arn:1"}).known["CVE-1"].known_exploited
    assert known
    assert str(known.due) == "2026-11-24"


def test_a_finding_that_the_service_could_not_tell_is_unknown(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "BatchGetFindingDetails", lambda _: {"findingDetails": [], "errors": [error("arn:1")]})
    facts = inspector.exploit_facts({"CVE-1": "arn:1"})
    assert facts.known == {}
    (gap,) = facts.gaps
    assert gap.what == "exploitation in the wild of CVE-1"
    assert gap.why == "Inspector has no details (FINDING_DETAILS_NOT_FOUND)."


def test_a_finding_that_the_service_passes_over_is_unknown(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "BatchGetFindingDetails", lambda _: {"findingDetails": [{"findingArn": "arn:2"}]})
    facts = inspector.exploit_facts({"CVE-1": "arn:1", "CVE-2": "arn:2"})
    assert set(facts.known) == {"CVE-2"}
    assert len(facts.gaps) == 1


def test_a_call_that_fails_does_not_lose_the_others(inspector: Inspector, wire: Wire) -> None:
    def answer(asked: Asked) -> Mapping[str, Any]:
        if len(asked["findingArns"]) == 5:
            raise aws_error("ThrottlingException")
        return details(asked)

    wire.on("inspector2", "BatchGetFindingDetails", answer)
    facts = inspector.exploit_facts(ARNS)
    assert len(facts.known) == 20
    (gap,) = facts.gaps
    assert gap.what == "exploitation in the wild of CVE-2026-0020, CVE-2026-0021, CVE-2026-0022 and 2 more"
    assert "BatchGetFindingDetails" in gap.why


def test_when_all_fails_everything_is_unknown_for_one_reason(inspector: Inspector, wire: Wire) -> None:
    wire.on("inspector2", "BatchGetFindingDetails", fails(aws_error("AccessDeniedException", status=403)))
    facts = inspector.exploit_facts(ARNS)
    assert facts.known == {}
    assert [gap.advice for gap in facts.gaps] == [
        "Add inspector2:BatchGetFindingDetails to that caller, or run `sre-agent doctor`."
    ]
