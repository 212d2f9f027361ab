"""What tools of a configured MCP server say about an alert: strangers' words, read like those of a log."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from core.causes.evidence import Evidence
from core.causes.signs import told
from core.causes.specialist import Sign
from services.mcp_tools import McpTools
from workflows.explaining.case import Case, Gathered, unasked

_NAMED = re.compile(r"\{([a-z_]+)\}")
_SPEAKER = re.compile(r"^The (?:alert|log) ")  # as the sentence of a sign begins
_BEFORE = timedelta(hours=1)


class ToolCollector:
    """Calls the tools of one server whose names the alert tells."""

    def __init__(self, tools: McpTools, signs: Sequence[Sign]) -> None:
        self._tools = tools
        self._signs = tuple(signs)

    @property
    def about(self) -> str:
        """Which server."""
        return f"the tools of {self._tools.name}"

    def collect(self, case: Case) -> Gathered:
        """What the answers claim, each claim quoted."""
        calls = _filled(self._tools.tools, case)
        if not calls:
            return unasked(self.about, "the alert tells none of the names that they need")
        answers = self._tools.call(calls)
        return Gathered(evidence=tuple(fact for tool, text in answers.items() for fact in self._facts(tool, text)))

    def _facts(self, tool: str, text: str) -> tuple[Evidence, ...]:
        source = f"{self._tools.name} ({tool})"
        claims = told([text], self._signs, source)
        # What such a tool shows is closer to the matter than an alert's title, and still a stranger's words.
        return tuple(each.model_copy(update={"said": _SPEAKER.sub(f"{source} ", each.said)}) for each in claims)


def _filled(tools: Mapping[str, Mapping[str, str]], case: Case) -> dict[str, dict[str, str]]:
    since = case.alarmed_at - _BEFORE
    known = {
        **case.names,
        **case.subject.values(),
        "since": since.isoformat(),
        "until": case.now.isoformat(),
    }
    return {
        tool: {name: _NAMED.sub(lambda found: known[found.group(1)], text) for name, text in arguments.items()}
        for tool, arguments in tools.items()
        if all(needed in known for text in arguments.values() for needed in _NAMED.findall(text))
    }
