import pytest

from services.aws.changes.ssm_commands import Commands, Invocation
from services.aws.session import Aws
from tests.services.aws.changes.changing import AT, MACHINE, writer
from tests.services.aws.wire import Wire, fails, paged

MARK = f"sre:w-20260301-abc123:{MACHINE}:install"


def test_a_command_goes_to_one_machine_with_its_mark(aws: Aws, wire: Wire) -> None:
    wire.on("ssm", "SendCommand", lambda _: {"Command": {"CommandId": "c" * 36}})
    sent = Commands(writer(aws, wire)).send(MACHINE, "SRE-MachineFacts", {"Packages": ["tar.x86_64"]}, MARK, 600)
    assert sent == "c" * 36
    assert wire.asked[0]["Comment"] == MARK
    assert wire.asked[0]["InstanceIds"] == [MACHINE]


def test_a_command_is_found_again_by_its_mark_on_any_page(aws: Aws, wire: Wire) -> None:
    pages = [[{"CommandId": "a" * 36, "Comment": "else"}], [], [{"CommandId": "b" * 36, "Comment": MARK}]]
    wire.on("ssm", "ListCommands", paged("Commands", pages))
    commands = Commands(writer(aws, wire))
    assert commands.find(MACHINE, MARK, AT) == "b" * 36
    assert commands.find(MACHINE, "another", AT) == ""
    assert wire.asked[0]["Filters"] == [{"key": "InvokedAfter", "value": "2026-03-01T11:55:00Z"}]


def test_an_invocation_that_cannot_be_seen_yet_is_none(aws: Aws, wire: Wire) -> None:
    unseen = aws.client("ssm").exceptions.InvocationDoesNotExist({"Error": {}}, "GetCommandInvocation")
    wire.on("ssm", "GetCommandInvocation", fails(unseen))
    assert Commands(writer(aws, wire)).invocation("c" * 36, MACHINE) is None


@pytest.mark.parametrize("details", ["Undeliverable", "DeliveryTimedOut", "InvalidPlatform", "AccessDenied", "Failed"])
def test_whatever_is_not_success_is_not_well(details: str) -> None:
    told = Invocation(details=details, code=-1, stdout="", stderr="no\nspace")
    assert told.over
    assert not told.well
    assert told.sentence == f"{details}: no space"


def test_what_never_reached_the_machine_has_not_begun() -> None:
    assert not Invocation(details="Undeliverable", code=-1, stdout="", stderr="").began
    assert Invocation(details="DeliveryTimedOut", code=-1, stdout="", stderr="").began


def test_what_was_called_back_before_it_started_has_not_begun() -> None:
    assert not Invocation(details="Cancelled", code=-1, stdout="", stderr="", started=False).began
    assert Invocation(details="Cancelled", code=-1, stdout="", stderr="", started=True).began


def test_a_command_is_called_back_on_its_machine_alone(aws: Aws, wire: Wire) -> None:
    wire.on("ssm", "CancelCommand", lambda _: {})
    Commands(writer(aws, wire)).call_back(MACHINE, "c" * 36)
    assert (wire.asked[0]["CommandId"], wire.asked[0]["InstanceIds"]) == ("c" * 36, [MACHINE])


def test_only_commands_that_have_not_ended_are_under_way(aws: Aws, wire: Wire) -> None:
    rows = [
        {"Comment": "ours", "StatusDetails": "InProgress"},
        {"DocumentName": "AWS-RunShellScript", "StatusDetails": "Delayed"},
        {"Comment": "over", "StatusDetails": "Success"},
    ]
    wire.on("ssm", "ListCommandInvocations", paged("CommandInvocations", [rows]))
    assert Commands(writer(aws, wire)).under_way(MACHINE, AT) == ("ours", "AWS-RunShellScript")
