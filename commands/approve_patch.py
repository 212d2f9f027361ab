"""/sre-approve-patch: the card of a patch again, with its buttons; the command itself never approves."""

from blocks.patch_request import approval_card, approval_table
from commands.context import Context
from commands.params.patching import WorkflowId
from commands.spec import command
from core.answers.approval import PatchApproval


@command(card=approval_card, table=approval_table)
def show_patch_approval(ctx: Context, workflow_id: WorkflowId = "") -> PatchApproval:
    """Show the card of a patch again, or the patches that wait for approval; only its buttons approve.

    Raises:
        NotFound: there is no such patch.
        Upstream: the state cannot be read.
    """
    return ctx.shown_patches.show(workflow_id)
