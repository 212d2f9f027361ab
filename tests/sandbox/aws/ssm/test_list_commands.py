from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.aws.ssm.quick import FACTS, HEALTH, Quick


def listed(quick: Quick, machine: str, **filters: str) -> list[str]:
    given = [{"key": key, "value": value} for key, value in filters.items()]
    more = {"Filters": given} if given else {}
    pages = quick.ssm.get_paginator("list_commands").paginate(InstanceId=machine, **more)
    return [command["DocumentName"] for page in pages for command in page["Commands"]]


def test_the_newest_command_comes_first(quick: Quick) -> None:
    machine = quick.machine()
    quick.run(FACTS, machine)
    quick.run(HEALTH, machine)
    assert listed(quick, machine) == [HEALTH, FACTS]


def test_filters_choose_by_document_status_stage_and_time(quick: Quick) -> None:
    machine = quick.machine()
    quick.run(FACTS, machine)
    quick.run(HEALTH, machine)
    later = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    assert listed(quick, machine, DocumentName=FACTS) == [FACTS]
    assert listed(quick, machine, Status="Failed") == []
    assert len(listed(quick, machine, Status="Success", ExecutionStage="Complete")) == 2
    assert listed(quick, machine, ExecutionStage="Executing") == []
    assert listed(quick, machine, InvokedAfter=later) == []
    assert len(listed(quick, machine, InvokedBefore=later)) == 2


def test_pages_follow_each_other(quick: Quick) -> None:
    machine = quick.machine()
    sent = [quick.send(FACTS, machine) for _ in range(5)]
    quick.ended(sent[-1], machine)
    pages = list(
        quick.ssm.get_paginator("list_command_invocations").paginate(
            InstanceId=machine, PaginationConfig={"PageSize": 2}
        )
    )
    assert [len(page["CommandInvocations"]) for page in pages] == [2, 2, 1]
    assert {row["CommandId"] for page in pages for row in page["CommandInvocations"]} == set(sent)


def test_plugins_and_their_output_are_told_only_with_details(quick: Quick) -> None:
    machine = quick.machine()
    command_id = quick.send(FACTS, machine)
    quick.ended(command_id, machine)
    (plain,) = quick.ssm.list_command_invocations(CommandId=command_id)["CommandInvocations"]
    (full,) = quick.ssm.list_command_invocations(CommandId=command_id, Details=True)["CommandInvocations"]
    assert plain["CommandPlugins"] == []
    assert full["CommandPlugins"][0]["ResponseCode"] == 0
    assert '"boot_id"' in full["CommandPlugins"][0]["Output"]


def test_what_is_not_known_is_refused(quick: Quick) -> None:
    with pytest.raises(ClientError, match="InvalidCommandId"):
        quick.ssm.list_commands(CommandId="0" * 36)
    with pytest.raises(ClientError, match="InvalidInstanceId"):
        quick.ssm.list_commands(InstanceId="i-00000000000000000")
    with pytest.raises(ClientError, match="InvalidFilterKey"):
        listed(quick, quick.machine(), ExecutionStage="Begun")
    with pytest.raises(ClientError, match="InvalidNextToken"):
        quick.ssm.list_commands(NextToken="mine")


def test_the_whole_output_goes_to_the_bucket_that_was_named(quick: Quick) -> None:
    machine = quick.machine()
    sent = quick.ssm.send_command(
        DocumentName=FACTS, InstanceIds=[machine], OutputS3BucketName="sandbox-patching", OutputS3KeyPrefix="out"
    )
    command_id = sent["Command"]["CommandId"]
    ended = quick.ended(command_id, machine)
    key = f"out/{command_id}/{machine}/facts/stdout"
    assert ended["StandardOutputUrl"].endswith(f"/sandbox-patching/{key}")
    body = quick.s3.get_object(Bucket="sandbox-patching", Key=key)["Body"].read().decode()
    assert body == ended["StandardOutputContent"]
