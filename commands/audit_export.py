"""`sre-agent audit export`: the whole audit log as a file."""

from blocks.audit import audit_card, audit_files, audit_table
from commands.context import Context
from commands.params.reports import AuditSubject
from commands.spec import command
from core.answers.audit import AuditLog

_MOST = 100_000


@command(card=audit_card, table=audit_table, files=audit_files)
def export_audit_log(ctx: Context, subject: AuditSubject = "") -> AuditLog:
    """Write the audit log to a file, with its head, for keeping elsewhere.

    Raises:
        Upstream: the state or the audit key cannot be read.
    """
    return ctx.auditing.log(subject, _MOST)
