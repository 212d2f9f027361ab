"""What the assistant can do, and how to ask one thing."""

from blocks.card import Card
from blocks.elements import context, section
from blocks.table import Table
from blocks.text import escape
from core.answers.help import Help, HelpLine


def help_card(answer: Help) -> Card:
    """Every operation with its example."""
    lines = [_line(each) for each in answer.operations if each.slash]
    head = "*What I can do*"
    foot = "Every command takes `help`. The same operations answer on the command line (`sre-agent`) and over MCP."
    return Card("What the assistant can do", (section("\n\n".join([head, *lines])), context(foot)))


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
