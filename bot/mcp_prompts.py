"""Prompts that MCP clients offer to people: what to ask for first, and which tools answer it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, GetPromptResult, Prompt, PromptArgument, PromptMessage, TextContent

from blocks.text import one_line, shorten
from commands.params.param import shown
from commands.spec import Command

_LONGEST = 100
Operations = Mapping[str, Command[..., Any]]


class _Draft(NamedTuple):
    """A prompt, with the arguments that its text names in braces, and the operations that it needs."""

    name: str
    description: str
    text: str
    operations: frozenset[str]
    arguments: Mapping[str, str] = {}


_DRAFTS = (
    _Draft(
        "triage-findings",
        "What to mend first in the fleet, and why.",
        "Call get_inspector_findings with severity high. Say which packages to mend first and why (known exploited"
        " before public exploits before severity), on which instances, and what is not known: an instance that"
        " Inspector does not scan has no findings because nobody looked. Do not ask for any change.",
        frozenset({"get_inspector_findings"}),
    ),
    _Draft(
        "plan-patch",
        "A patch of one instance: what it closes, when, and every call it would make. Nobody is asked.",
        "For the instance {instance_id}: call analyze_instance, then analyze_optimal_patch_window, then"
        " execute_automated_patching with patch_level all and dry_run true. Tell what the patch closes, the best window"
        " with its numbers, every call in order, the way back, and what it does not cover. Ask for nothing for real:"
        " people approve in Slack.",
        frozenset({"analyze_instance", "analyze_optimal_patch_window", "execute_automated_patching"}),
        {"instance_id": "The id of the instance, such as i-0123456789abcdef0."},
    ),
)


def prompts(operations: Operations) -> list[Prompt]:
    """Those whose operations the caller may use."""
    return [
        Prompt(
            name=each.name,
            description=each.description,
            arguments=[
                PromptArgument(name=name, description=told, required=True) for name, told in each.arguments.items()
            ],
        )
        for each in _DRAFTS
        if each.operations <= operations.keys()
    ]


def filled(name: str, given: Mapping[str, str], operations: Operations) -> GetPromptResult:
    """A prompt with its arguments; raises MCPError where there is none of that name, or one is missing."""
    draft = next((each for each in _DRAFTS if each.name == name and each.operations <= operations.keys()), None)
    if draft is None:
        raise MCPError(INVALID_PARAMS, f"There is no prompt {shown(name)}.")
    if missing := [each for each in draft.arguments if not given.get(each, "").strip()]:
        raise MCPError(INVALID_PARAMS, f"The prompt {name} needs {missing[0]}.")
    words = {each: shorten(one_line(given[each]), _LONGEST) for each in draft.arguments}
    said = TextContent(type="text", text=draft.text.format(**words))
    return GetPromptResult(description=draft.description, messages=[PromptMessage(role="user", content=said)])
