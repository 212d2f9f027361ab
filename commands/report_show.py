"""/sre-report-show: a stored report again, with its file."""

from blocks.report import report_card, report_files, report_table
from commands.context import Context
from commands.params.reports import ReportId
from commands.spec import command
from core.answers.report import VulnerabilityReport


@command(card=report_card, table=report_table, files=report_files)
def show_vulnerability_report(ctx: Context, report_id: ReportId) -> VulnerabilityReport:
    """Show a stored vulnerability report again, with its file.

    Raises:
        NotFound: there is no such report, or its 90 days are over.
    """
    return ctx.reports.shown(report_id)
