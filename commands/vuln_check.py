"""/sre-vuln-check: the findings of the fleet or of some instances."""

from blocks.vuln_check import findings_card, findings_pages, findings_table, findings_thread
from commands.context import Context
from commands.params.machines import InstanceIds, SeverityFloor
from commands.spec import command
from core.answers.vuln_check import Findings


@command(card=findings_card, pages=findings_pages, table=findings_table, thread=findings_thread)
def get_inspector_findings(ctx: Context, instance_ids: InstanceIds = (), severity: SeverityFloor = "all") -> Findings:
    """List Amazon Inspector findings for EC2 instances, worst first.

    Raises:
        NotFound: none of the instances exists in this account and region.
        Upstream: Inspector could not be asked.
    """
    return ctx.vulnerabilities.findings(instance_ids, severity, ctx.progress)
