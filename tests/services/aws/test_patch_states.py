from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from core.patches import Node, Patch, Scan
from services.aws.crew import Crew
from services.aws.deadline import answering_within
from services.aws.patch_states import PatchStates
from services.aws.session import Aws
from tests.services.aws.wire import Wire, aws_error, fails, paged

AT = datetime(2026, 11, 20, tzinfo=UTC)
NAME = "i-0aaaaaaaaaaaaaaa1"
OTHER = "i-0bbbbbbbbbbbbbbb2"


@pytest.fixture
def states(aws: Aws) -> PatchStates:
    return PatchStates(aws, Crew(4))


def state(**more: object) -> dict[str, Any]:
    told = {
        "InstanceId": NAME,
        "PatchGroup": "web",
        "BaselineId": "pb-0123456789abcdef0",
        "OperationStartTime": AT,
        "OperationEndTime": AT,
        "Operation": "Scan",
    }
    return {**told, **more}


def missing_patch(**more: object) -> dict[str, Any]:
    told = {
        "Title": "openssl.x86_64:1:3.0.8",
        "KBId": "openssl.x86_64",
        "Classification": "Security",
        "Severity": "Important",
        "State": "Missing",
        "InstalledTime": datetime.fromtimestamp(0, UTC),
    }
    return {**told, **more}


def test_a_scan_is_read_with_its_counts(states: PatchStates, wire: Wire) -> None:
    counts = {"MissingCount": 3, "FailedCount": 1, "InstalledPendingRebootCount": 2, "InstalledRejectedCount": 1}
    wire.on("ssm", "DescribeInstancePatchStates", paged("InstancePatchStates", [[state(**counts)]]))
    told = states.scans([NAME, OTHER])
    assert told.told == {
        NAME: Scan(instance_id=NAME, operation="Scan", ended=AT, missing=3, failed=1, pending_reboot=2, rejected=1)
    }
    assert told.unasked == {}


def test_a_node_is_online_only_where_systems_manager_says_so(states: PatchStates, wire: Wire) -> None:
    rows: list[dict[str, Any]] = [
        {"InstanceId": NAME, "PingStatus": "Online", "PlatformName": "Ubuntu", "LastPingDateTime": AT},
        {"InstanceId": OTHER, "PingStatus": "ConnectionLost"},
    ]
    wire.on("ssm", "DescribeInstanceInformation", paged("InstanceInformationList", [rows]))
    assert states.nodes([NAME, OTHER]).told == {
        NAME: Node(instance_id=NAME, online=True, platform="Ubuntu", last_ping=AT),
        OTHER: Node(instance_id=OTHER, online=False),
    }


def test_missing_and_failed_patches_are_asked_for_page_by_page(states: PatchStates, wire: Wire) -> None:
    failed = missing_patch(KBId="KB1", State="FAILED", CVEIds="CVE-2026-1,CVE-2026-2 ,")
    wire.on("ssm", "DescribeInstancePatches", paged("Patches", [[missing_patch()], [failed]]))
    heard: list[int] = []
    told = states.missing([NAME], heard.append).told[NAME]
    assert told[0] == Patch(
        name="openssl.x86_64",
        title="openssl.x86_64:1:3.0.8",
        classification="Security",
        severity="Important",
        failed=False,
    )
    assert (told[1].failed, told[1].cves) == (True, ("CVE-2026-1", "CVE-2026-2"))
    assert wire.asked[0]["Filters"] == [{"Key": "State", "Values": ["Missing", "Failed"]}]
    assert heard == [1]


def test_many_instances_are_asked_about_fifty_at_a_time(states: PatchStates, wire: Wire) -> None:
    wire.on("ssm", "DescribeInstancePatchStates", paged("InstancePatchStates", [[]]))
    assert states.scans([f"i-{number:017x}" for number in range(120)]).told == {}
    assert sorted(len(asked["InstanceIds"]) for asked in wire.asked) == [20, 50, 50]


def test_a_refused_question_is_not_an_empty_answer(states: PatchStates, wire: Wire) -> None:
    wire.on("ssm", "DescribeInstancePatchStates", fails(aws_error("AccessDeniedException")))
    told = states.scans([NAME, OTHER])
    assert (told.told, set(told.unasked)) == ({}, {NAME, OTHER})
    [gap] = told.gaps("the last scan of {count} instances")
    assert gap.what == "the last scan of 2 instances"
    assert "ssm:DescribeInstancePatchStates" in gap.advice


def test_one_refused_instance_leaves_the_others_their_patches(states: PatchStates, wire: Wire) -> None:
    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        if asked["InstanceId"] == OTHER:
            raise aws_error("AccessDeniedException")
        return {"Patches": [missing_patch()]}

    wire.on("ssm", "DescribeInstancePatches", answer)
    told = states.missing([NAME, OTHER])
    assert (set(told.told), set(told.unasked)) == ({NAME}, {OTHER})


def test_an_instance_that_is_gone_does_not_take_the_others_along(states: PatchStates, wire: Wire) -> None:
    names = [f"i-{number:017x}" for number in range(7)]

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        [wanted] = asked["Filters"]
        if names[3] in wanted["Values"]:
            raise aws_error("InvalidInstanceId", f"Instances [[{names[3]}]] not in a valid state for account 1")
        return {"InstanceInformationList": [{"InstanceId": name} for name in wanted["Values"]]}

    wire.on("ssm", "DescribeInstanceInformation", answer)
    told = states.nodes(names)
    assert set(told.told) == set(names) - {names[3]}
    assert told.unasked == {}


def test_what_comes_too_late_is_named(states: PatchStates, wire: Wire) -> None:
    wire.on("ssm", "DescribeInstancePatches", paged("Patches", [[]]))
    with answering_within(0):
        told = states.missing([NAME])
    assert [error.cause for error in told.unasked.values() if hasattr(error, "cause")] == ["timed out"]
