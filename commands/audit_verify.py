"""`sre-agent audit verify`: hold every row of the audit log against its seal and the published heads."""

from blocks.audit import audit_card, audit_table
from commands.context import Context
from commands.spec import command
from core.answers.audit import AuditLog
from core.errors import Cause, Incomplete, Upstream


@command(card=audit_card, table=audit_table)
def verify_audit_log(ctx: Context) -> AuditLog:
    """Check that no row of the audit log was changed, removed, inserted or cut off.

    Raises:
        Upstream: the log is not whole; or the state, the audit key or the published heads cannot be read.
        Incomplete: what was read is whole, but not all published heads could be asked for.
    """
    log = ctx.auditing.log("", 0)
    if not log.verdict.whole:
        advice = "`sre-agent audit list` names every problem. Keep the state folder as it is, and find out why."
        raise Upstream(log.summary, cause=Cause.BROKEN, retryable=False, advice=advice)
    if log.verdict.unheld:
        gap = log.verdict.unheld[0]
        raise Incomplete(f"{log.summary} {gap.why}", advice=gap.advice)
    return log
