"""What the assistant can do, and how to ask one thing."""

from blocks.card import Card
from blocks.elements import context, section
from blocks.table import Table
from blocks.text import escape
from core.answers.help import Help, HelpLine

# A section takes 3,000 characters; an operation's summary, command and example take at most 400.
_AT_ONCE = 6


def help_card(answer: Help) -> Card:
    """Every operation with its example."""
    lines = [_line(each) for each in answer.operations if each.slash]
    parts = [lines[first : first + _AT_ONCE] for first in range(0, len(lines), _AT_ONCE)]
    foot = "Every command takes `help`. The same operations answer on the command line (`sre-agent`) and over MCP."
    blocks = (section("*What I can do*"), *(section("\n\n".join(part)) for part in parts), context(foot))
    return Card("What the assistant can do", blocks)


def usage_card(line: HelpLine) -> Card:
    """One operation: what it does and an example that works."""
    return Card(f"{line.slash}: {escape(line.summary)}", (section(_line(line)),))


def help_table(answer: Help) -> Table:
    """One row per operation."""
    return Table(
        title="Operations",
        columns=("Slack", "command line", "MCP tool", "what it does"),
        rows=tuple((each.slash, f"sre-agent {each.cli}", each.tool, each.summary) for each in answer.operations),
    )


def _line(line: HelpLine) -> str:
    return f"*{line.slash}*  {escape(line.summary)}\nFor example `{escape(line.example)}`"
