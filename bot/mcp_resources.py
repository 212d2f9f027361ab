"""What MCP clients may read without calling a tool: answers of operations under addresses of their own."""

import logging
from collections.abc import Mapping
from typing import Any, NamedTuple

from mcp.shared.exceptions import MCPError
from mcp_types import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextResourceContents,
)

from commands.context import Context
from commands.params.param import shown
from commands.spec import Command
from core.errors import AssistantError
from core.redact import redact, redact_deep

_log = logging.getLogger(__name__)
_JSON = "application/json"
Operations = Mapping[str, Command[..., Any]]


class _Page(NamedTuple):
    """An address, the operation that answers it, and which of its answer is left out, as lists may be long."""

    uri: str
    name: str
    description: str
    operation: str
    left_out: frozenset[str] = frozenset()


_PAGES = (
    _Page(
        "sre://findings/summary",
        "Findings of the fleet",
        "How many findings there are by severity, which packages matter most, and what is not known.",
        "get_inspector_findings",
        frozenset({"findings", "instances"}),
    ),
    _Page(
        "sre://patches/missing",
        "Missing patches",
        "Which instances lack patches, and which are overdue.",
        "check_patch_compliance",
    ),
    _Page(
        "sre://patches/scheduled",
        "What lies ahead",
        "Patches and maintenance windows of the next two weeks.",
        "get_scheduled_patches",
    ),
    _Page("sre://health", "Health", "How the assistant itself is doing.", "get_health"),
)
_REPORTS, _REPORT, _REPORT_ID = "sre://reports/", "show_vulnerability_report", "report_id"


def resources(operations: Operations) -> list[Resource]:
    """Those whose operation the caller may use."""
    return [
        Resource(uri=each.uri, name=each.name, description=each.description, mime_type=_JSON)
        for each in _PAGES
        if each.operation in operations
    ]


def templates(operations: Operations) -> list[ResourceTemplate]:
    """Addresses with an id in them."""
    if _REPORT not in operations:
        return []
    told = "A stored report, by the id that generate_vulnerability_report gave it."
    address = f"{_REPORTS}{{{_REPORT_ID}}}"
    return [ResourceTemplate(uri_template=address, name="Report", description=told, mime_type=_JSON)]


def read(uri: str, operations: Operations, context: Context) -> ReadResourceResult:
    """What stands at an address now.

    Raises:
        MCPError: nothing does for this caller, or it could not be asked.
    """
    page = next((each for each in _PAGES if each.uri == uri and each.operation in operations), None)
    if page:
        return _answered(uri, operations[page.operation], context, {}, page.left_out)
    if uri.startswith(_REPORTS) and _REPORT in operations:
        given = {_REPORT_ID: uri.removeprefix(_REPORTS)}
        return _answered(uri, operations[_REPORT], context, given, frozenset())
    raise MCPError(INVALID_PARAMS, f"There is nothing at {shown(uri)}.")


def _answered(
    uri: str, command: Command[..., Any], context: Context, given: Mapping[str, str], left_out: frozenset[str]
) -> ReadResourceResult:
    try:
        result = command.call(context, given)
    except AssistantError as error:
        raise MCPError(INVALID_PARAMS, redact(str(error))) from None
    except Exception:  # noqa: BLE001  the edge of this door: no detail reaches the client
        _log.exception("resource %s broke", uri)
        raise MCPError(INTERNAL_ERROR, "Something broke in the assistant. Its log says more.") from None
    text = type(result).model_validate(redact_deep(result.model_dump(mode="json"))).model_dump_json(exclude=left_out)
    return ReadResourceResult(contents=[TextResourceContents(uri=uri, mime_type=_JSON, text=text)])
