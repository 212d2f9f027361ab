"""The buttons of a patch card: only those that apply; each value names the patch and the plan that was looked at."""

from blocks.elements import Element, button, confirm
from blocks.patch_card_head import closes, machines
from blocks.rollback_buttons import roll_back_buttons
from blocks.rollback_head import kind
from core.patching.standing import Standing
from core.patching.states import State
from core.patching.stopping import not_to_stop

APPROVE, LATER, DETAILS, STOP = "patch-approve", "patch-later", "patch-details", "patch-stop"
GLASS = "patch-glass"
BRAKE = "patch-brake"
HANDLED = "patch-handled"
_BESIDE_DETAILS = 2
_UNDECIDED = frozenset({State.APPROVED, State.SCHEDULED})


def buttons(standing: Standing) -> list[Element]:
    """What can be done now, the dangerous one last."""
    which = value(standing.workflow.workflow_id, standing.workflow.digest)
    details = button("Details", DETAILS, which)
    if standing.state is State.WAITING:
        return [
            button("Approve", APPROVE, which, style="primary", confirm=_sure(standing)),
            button("Choose another time", LATER, which),
            details,
            button("Reject", STOP, which, style="danger"),
        ]
    if standing.state in _UNDECIDED:
        return [details, button("Call off", STOP, which, style="danger")]
    if standing.state is State.RUNNING and not_to_stop(standing) is None:
        return [details, button("Stop patch", BRAKE, which, style="danger")]
    if standing.state is State.NEEDS_HUMAN:
        return [button("Mark as handled", HANDLED, which, style="primary"), details]
    return [details, *roll_back_buttons(standing, _BESIDE_DETAILS)]


def _sure(standing: Standing) -> Element:
    plan = standing.plan
    way_back = " and, if it fails, its way back" if plan.rollback_approved else ""
    text = f"You approve exactly this plan{way_back}: it {closes(plan)} and changes {machines(plan)}."
    return confirm(f"Approve this {kind(plan)}?", text, yes="Approve")


def value(workflow_id: str, digest: str) -> str:
    """A patch and the plan of it that somebody looks at."""
    return f"{workflow_id}:{digest}"


def of_value(text: str) -> tuple[str, str]:
    """Workflow id and digest; a digest that is missing fits no plan."""
    workflow_id, _, digest = text.partition(":")
    return workflow_id, digest
