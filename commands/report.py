"""/sre-report: a report on every finding of the fleet or of some instances, as a file."""

from blocks.report import report_card, report_files, report_table
from commands.context import Context
from commands.params.machines import InstanceIds
from commands.params.reports import ReportFormat
from commands.spec import command
from core.answers.report import VulnerabilityReport


@command(card=report_card, table=report_table, files=report_files)
def generate_vulnerability_report(
    ctx: Context,
    instance_ids: InstanceIds = (),
    format: ReportFormat = "json",  # noqa: A002  MCP clients know the argument by this name
) -> VulnerabilityReport:
    """Report on every finding: what is worst, who owns it, what to do first; as JSON, CSV or one HTML page.

    Raises:
        NotFound: none of the instances exists in this account and region.
        Upstream: Inspector could not be asked, or the report could not be stored.
    """
    return ctx.reports.report(instance_ids, format, ctx.progress)
