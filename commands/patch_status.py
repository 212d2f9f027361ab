"""/sre-patch-status: how the fleet or some instances stand with their patches."""

from blocks.patch_status import compliance_card, compliance_pages, compliance_table, compliance_thread
from commands.context import Context
from commands.params.machines import InstanceIds
from commands.spec import command
from core.answers.patch_status import PatchCompliance


@command(card=compliance_card, pages=compliance_pages, table=compliance_table, thread=compliance_thread)
def check_patch_compliance(ctx: Context, instance_ids: InstanceIds = ()) -> PatchCompliance:
    """Show which EC2 instances lack patches, which of them are overdue, and of which nothing is known.

    Raises:
        NotFound: none of the instances exists in this account and region.
        Upstream: EC2 or Systems Manager could not be asked.
    """
    return ctx.compliance.of(instance_ids, ctx.progress)
