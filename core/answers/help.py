"""What the assistant can do."""

from core.model import Model


class HelpLine(Model):
    """One operation: how to ask for it at each door, and an example that works. Empty: not at that door."""

    slash: str
    cli: str
    tool: str
    summary: str
    example: str


class Help(Model):
    """Every operation, in the order of the list."""

    operations: tuple[HelpLine, ...]
