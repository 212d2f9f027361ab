"""The MCP door, with the library's own client and no transport between."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp_types import CallToolResult, ImageContent, TextContent, Tool

from bot.mcp_server import LARGEST_PICTURE, _pictures, build_server
from commands import COMMANDS, Row
from commands.context import Context
from commands.health import get_health
from commands.spec import load
from commands.vuln_check import get_inspector_findings
from core.actor import Door
from core.attachment import Attachment
from core.findings import Package
from tests.commands.caller import ONE, context_of, small_account
from tests.core.examples import finding, instance_id
from tests.workflows.fakes import Account

EVERY = frozenset(row.name for row in COMMANDS)


def asked(context: Context, ask: Callable[[Client], Coroutine[Any, Any, Any]], offered: frozenset[str] = EVERY) -> Any:  # noqa: ANN401  whatever was asked
    async def run() -> Any:  # noqa: ANN401  as above
        async with Client(build_server(context, offered)) as client:
            return await ask(client)

    return anyio.run(run)


def called(account: Account, name: str, **arguments: object) -> CallToolResult:
    result = asked(context_of(account, Door.MCP), lambda client: client.call_tool(name, arguments))
    assert isinstance(result, CallToolResult)
    return result


def said(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


def listed(offered: frozenset[str] = EVERY) -> dict[str, Tool]:
    answer = asked(context_of(small_account(), Door.MCP), lambda client: client.list_tools(), offered)
    return {tool.name: tool for tool in answer.tools}


def test_every_operation_is_a_tool_that_explains_itself() -> None:
    tools = listed()
    assert list(tools) == [row.name for row in COMMANDS]
    check = tools["get_inspector_findings"]
    assert check.description == "List Amazon Inspector findings for EC2 instances, worst first."
    assert check.input_schema["additionalProperties"] is False
    assert all(each["description"] for each in check.input_schema["properties"].values())
    assert check.annotations is not None
    assert (check.annotations.read_only_hint, check.annotations.destructive_hint) == (True, False)


def test_only_what_is_offered_is_a_tool() -> None:
    assert listed(frozenset({"get_health"})).keys() == {"get_health"}


def test_an_answer_is_the_operations_own_data_with_its_sentence() -> None:
    result = called(small_account(), "get_inspector_findings", severity="high")
    context = context_of(small_account(), Door.MCP)
    assert result.structured_content == get_inspector_findings(context, severity="high").model_dump(mode="json")
    assert (said(result), result.is_error) == ("2 instances: 1 high finding", False)


def arguments_of(row: Row) -> dict[str, Any]:
    """What the tool needs: its own examples, and for an instance the one that there is."""
    command = load(row)
    given = {name: command.params[name].example for name in command.required}
    return given | {name: (ONE,) if name == "instance_ids" else ONE for name in given if name.startswith("instance")}


NEEDS_NOTHING = {"silence_alerts"}
"""What can be done though nothing is there yet."""

REFUSED = {
    "rollback_changes": "No patch of ",
    "rehearse_rollback": "The way back is not rehearsed on ",
    "explain_alert": "This needs an incident or the text of an alert",
    "try_thresholds": "There are no limits to try",
}
"""What is said of a machine that was never patched, of one that may be production, and where nothing is asked about."""


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_every_tool_answers_within_its_own_schema_or_says_that_there_is_no_such_thing(row: Row) -> None:
    arguments = arguments_of(row)
    result = called(small_account(), row.name, **arguments)
    if row.name in REFUSED:
        assert said(result).startswith(REFUSED[row.name])
    elif row.name in NEEDS_NOTHING or all(name.startswith("instance") for name in arguments):
        assert result.structured_content
    else:
        assert said(result).startswith(("There is no ", "Callers that are not mapped to a Slack user"))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"instance_ids": ["i-nonsense"]}, "“i-nonsense” is not an instance id"),
        ({"severity": "urgent"}, "“urgent” is not a severity"),
        ({"limit": 3}, "“limit” is not an argument here"),
        ({"instance_ids": [instance_id(9)]}, "is not found in account 123456789012, us-west-2."),
        ({"instance_ids": [f"arn:aws:ec2:us-west-2:999999999999:instance/{ONE}"]}, "belongs to account 999999999999"),
        ({"instance_ids": ["🔥\x00"]}, "“🔥” is not an instance id"),
    ],
)
def test_what_cannot_be_answered_is_an_error_in_one_sentence(arguments: dict[str, Any], sentence: str) -> None:
    result = called(small_account(), "get_inspector_findings", **arguments)
    assert result.is_error
    assert sentence in said(result)


def test_two_hundred_ids_are_fine_here() -> None:
    account = small_account()
    result = called(account, "get_inspector_findings", instance_ids=[instance_id(n) for n in range(1, 201)])
    assert result.structured_content is not None
    assert len(result.structured_content["partial"]) == 198


def test_an_unknown_tool_is_refused_with_the_names_there_are() -> None:
    result = called(small_account(), "drop_tables")
    assert result.is_error
    assert "“drop_tables”" in said(result)
    assert "get_health" in said(result)


def test_what_breaks_shows_no_detail(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Any:  # noqa: ANN401  it never returns
        raise ZeroDivisionError("secret detail")

    context = replace(context_of(small_account(), Door.MCP), health=broken)
    result = asked(context, lambda client: client.call_tool("get_health", {}))
    assert result.is_error
    assert "secret detail" not in said(result)
    assert "secret detail" in caplog.text


def test_secrets_do_not_leave_through_this_door() -> None:
    account, token = small_account(), "xoxb-1234567890-1234567890-abcdefghijklmnopqrstuvwx"
    account.findings = (finding(1, packages=(Package(name=token, version="1"),)),)
    assert token not in called(account, "get_inspector_findings").model_dump_json()


def test_progress_reaches_the_client_from_the_threads_that_read_pages() -> None:
    heard: list[str | None] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        del progress, total
        heard.append(message)

    context = context_of(small_account(), Door.MCP)
    asked(context, lambda client: client.call_tool("get_inspector_findings", {}, progress_callback=on_progress))
    assert "Asking Inspector and EC2" in heard
    assert "Reading findings" in heard


CHART = Attachment(name="cpu.png", title="CPU", media_type="image/png", content=b"png", alt_text="CPU is flat")
REPORT = Attachment(name="all.csv", title="All", media_type="text/csv", content=b"id")
HUGE = CHART.model_copy(update={"content": b"x" * (LARGEST_PICTURE + 1)})


def pictures(*files: Attachment) -> list[object]:
    command = replace(get_health, files=lambda _: files)
    return [
        each.data if isinstance(each, ImageContent) else each.text
        for each in _pictures(command, context_of(small_account()).health())
        if isinstance(each, ImageContent | TextContent)
    ]


def test_pictures_come_with_their_description_and_other_files_do_not_come() -> None:
    assert pictures(REPORT, CHART) == ["CPU: CPU is flat", "cG5n"]


def test_a_picture_that_a_client_might_refuse_is_named_instead() -> None:
    assert pictures(HUGE) == ["CPU: the picture is too large for this door."]


def test_a_picture_that_cannot_be_drawn_is_a_sentence() -> None:
    def broken(_: object) -> tuple[Attachment, ...]:
        raise ZeroDivisionError("secret detail")

    [said] = _pictures(replace(get_health, files=broken), context_of(small_account()).health())
    assert isinstance(said, TextContent)
    assert said.text.startswith("The chart could not be drawn.")
