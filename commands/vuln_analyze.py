"""/sre-vuln-analyze: the vulnerabilities of one instance, judged."""

from blocks.vuln_analyze import analysis_card, remedies_table
from commands.context import Context
from commands.params.machines import InstanceId
from commands.spec import command
from core.answers.vuln_analyze import VulnerabilityAnalysis


@command(card=analysis_card, table=remedies_table)
def analyze_ec2_vulnerabilities(ctx: Context, instance_id: InstanceId) -> VulnerabilityAnalysis:
    """Judge the vulnerabilities of one EC2 instance: risk score and what to mend first.

    Raises:
        NotFound: the instance does not exist in this account and region.
        Upstream: Inspector could not be asked.
    """
    return ctx.vulnerabilities.analysis(instance_id, ctx.progress)
