"""What whoever asked for an approval is told, and the list of patches that wait for one."""

from blocks.asking import ask
from blocks.card import Block, Card
from blocks.elements import actions, context, section
from blocks.marks import State, mark
from blocks.patch_card import patch_card
from blocks.patch_card_facts import mentions, plain_when
from blocks.place import gap_lines
from blocks.table import Table
from blocks.text import date, inert, link, plural, utc
from core.answers.approval import ApprovalRequest, PatchApproval
from core.patching.standing import Standing
from core.patching.states import State as Waits

SHOW = "show_patch_approval"
_SHOWN = 5


def request_card(answer: ApprovalRequest) -> Card:
    """Where the card stands, and whom it needs."""
    where = link(answer.approval_url, "its card") if answer.approval_url else "its card"
    again = "This plan was asked for before: " if answer.asked_before else "Asked for approval: "
    text = f"{again}{inert(answer.summary, 500)}"
    waits = answer.state is Waits.WAITING
    who = f"{mentions(answer.approvers)} decide on {where} by {date(answer.approve_by)}." if waits else f"See {where}."
    lines = [section(line) for line in gap_lines(answer.partial)]
    return Card(text, (section(f"{mark(State.WAITING)} *{text}*\n{who}"), *lines, context(answer.workflow_id)))


def request_table(answer: ApprovalRequest) -> Table:
    """The same as facts for a terminal."""
    rows = (
        ("workflow", answer.workflow_id),
        ("card", answer.approval_url or "not posted yet"),
        ("state", answer.state.value),
        ("approvals needed", str(answer.approvals_needed)),
        ("approvers", ", ".join(answer.approvers)),
        ("to be approved by", utc(answer.approve_by)),
        ("takes about", answer.estimated_duration),
        ("plan", f"{answer.plan_id} (SHA-256 {answer.digest})"),
    )
    notes = tuple(f"Missing: {gap.what}. {gap.why} {gap.advice}".rstrip() for gap in answer.partial)
    return Table(answer.summary, ("", ""), rows, "", notes)


def approval_card(answer: PatchApproval) -> Card:
    """The patch's own card again, or one line and one button for each that waits."""
    if answer.shown:
        shown = patch_card(answer.shown)
        where = context(link(answer.url, "The card that everyone sees")) if answer.url else None
        return Card(shown.text, (*shown.blocks, *([where] if where else [])))
    state = State.WAITING if answer.waiting else State.GOOD
    blocks: list[Block] = [section(f"{mark(state)} *{answer.summary}*")]
    for each in answer.waiting[:_SHOWN]:
        blocks.append(section(f"{inert(each.summary, 500)}\n{each.workflow_id}, by {date(each.approve_by)}"))
        blocks.append(actions(ask("Show", SHOW, {"workflow_id": each.workflow_id})))
    more = len(answer.waiting) - _SHOWN
    return Card(
        answer.summary, (*blocks, *([context(f"and {plural(more, 'more patch', 'more patches')}")] if more > 0 else []))
    )


def approval_table(answer: PatchApproval) -> Table:
    """One row per patch."""
    if answer.shown:
        return Table(answer.summary, ("", ""), _facts(answer.shown, answer.url), "")
    rows = tuple((each.workflow_id, each.summary, utc(each.approve_by), each.url) for each in answer.waiting)
    return Table(answer.summary, ("workflow", "what", "by", "card"), rows, "Nothing waits.")


def _facts(standing: Standing, url: str) -> tuple[tuple[str, ...], ...]:
    workflow = standing.workflow
    return (
        ("workflow", workflow.workflow_id),
        ("state", standing.state.value),
        ("approved by", ", ".join(vote.user_id for vote in workflow.counted) or "nobody"),
        ("may approve", ", ".join(workflow.approvers)),
        ("when", plain_when(workflow.window)),
        ("machines", ", ".join(machine.name for machine in standing.plan.machines)),
        ("plan", f"{workflow.plan_id} (SHA-256 {workflow.digest})"),
        ("card", url or "not posted yet"),
    )
