"""`sre-agent approval create`: ask for the approval of a plan that this system issued."""

from blocks.patch_request import request_card, request_table
from commands.context import Context
from commands.params.patching import PlanId, RaisedCriticality
from commands.spec import command
from core.actor import Effect
from core.answers.approval import ApprovalRequest


@command(card=request_card, table=request_table, effect=Effect.WRITE)
def create_approval_workflow(
    ctx: Context, remediation_plan: PlanId, criticality: RaisedCriticality = ""
) -> ApprovalRequest:
    """Ask the approvers in Slack for a plan that the assistant issued; nothing is changed before they agree.

    Raises:
        NotAllowed: the caller may not ask for changes, or there is no role for them.
        NotFound: there is no such plan.
        BadRequest: it could never be approved, is too old, or its criticality was to be lowered.
        Upstream: Slack, AWS or the state does not answer.
    """
    return ctx.approval_requests.create(ctx.actor, remediation_plan, criticality or None)
