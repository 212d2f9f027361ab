"""/sre-audit: what was decided and changed, by whom, and whether the record is whole."""

from blocks.audit import audit_card, audit_table
from commands.context import Context
from commands.params.reports import AuditSubject
from commands.spec import command
from core.answers.audit import AuditLog

SHOWN = 100


@command(card=audit_card, table=audit_table)
def read_audit_log(ctx: Context, subject: AuditSubject = "") -> AuditLog:
    """Show who decided and changed what, newest first, and whether the record of it is whole.

    Raises:
        Upstream: the state or the audit key cannot be read.
    """
    return ctx.auditing.log(subject, SHOWN)
