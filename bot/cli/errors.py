"""What the terminal says when something went wrong."""

import logging
from secrets import token_hex

import click

from core.errors import AssistantError
from core.redact import redact

_log = logging.getLogger(__name__)


def tell(error: Exception) -> None:
    """One sentence on standard error; what nobody foresaw goes to the log under a reference."""
    if isinstance(error, AssistantError):
        click.echo(redact(str(error)), err=True)
        return
    reference = token_hex(4)
    _log.error("the command broke, reference %s", reference, exc_info=error)
    click.echo(f"Something broke in the assistant; nothing was changed. The log has it under {reference}.", err=True)
