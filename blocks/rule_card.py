"""The card of a rule that approves patches without a click: people agree to the rule itself first."""

from typing import assert_never

from blocks.card import Block, Card
from blocks.elements import actions, button, confirm, context, section
from blocks.marks import State, mark
from blocks.patch_card_facts import mention, mentions
from blocks.text import date, inert, plural
from core.patching.rule import RuleApproval, RuleState

APPROVE_RULE, STOP_RULE = "rule-approve", "rule-stop"
_SHOWN = 20
_MARKS = {RuleState.WAITING: State.WAITING, RuleState.APPROVED: State.GOOD, RuleState.REJECTED: State.WARNING}


def rule_card(approval: RuleApproval, state: RuleState) -> Card:
    """What would be approved by itself, until when, and who has agreed."""
    rule = approval.rule
    text = f"Rule {inert(rule.name)}: {_stands(approval, state)}"
    packages = ", ".join(inert(each) for each in rule.packages[:_SHOWN]) or "none"
    more = len(rule.packages) - _SHOWN
    covered = (
        f"Approves without a click what is not critical, on machines that all have the tag {inert(rule.tag)}, where it"
        f" installs only: {packages}{f' and {more} more' if more > 0 else ''}. It ends {date(rule.until)}."
    )
    fields = [f"*Who may decide*\n{mentions(approval.approvers)}"]
    if approval.votes:
        fields.append(
            "*Approved by*\n" + "\n".join(f"{mention(each.user_id)}, {date(each.at)}" for each in approval.votes)
        )
    if approval.ending:
        fields.append(f"*Stopped by*\n{mention(approval.ending.user_id)}, {date(approval.ending.at)}")
    blocks: list[Block] = [section(f"{mark(_MARKS[state])} *{text}*"), section(covered), section(fields=fields)]
    if state is not RuleState.REJECTED:
        blocks.append(_buttons(approval, state))
    return Card(text, (*blocks, context(f"From the policy · rule {approval.digest[:12]}")))


def _stands(approval: RuleApproval, state: RuleState) -> str:
    match state:
        case RuleState.WAITING:
            have, need = len(approval.votes), approval.quorum
            asks = f"{have} of {need} approvals" if have else f"needs {plural(need, 'approval')}"
            return f"lets patches approve themselves; {asks}"
        case RuleState.APPROVED:
            return "approves patches by itself"
        case RuleState.REJECTED:
            return "approves nothing"
        case _:
            assert_never(state)


def _buttons(approval: RuleApproval, state: RuleState) -> Block:
    word = "Reject" if state is RuleState.WAITING else "Withdraw"
    sure = confirm(
        f"{word} this rule?", "It approves nothing then, until the policy is changed.", yes=word, danger=True
    )
    stop = button(word, STOP_RULE, approval.digest, style="danger", confirm=sure)
    if state is not RuleState.WAITING:
        return actions(stop)
    asked = confirm("Approve this rule?", "Every patch that it covers will need nobody's click.", yes="Approve")
    return actions(button("Approve", APPROVE_RULE, approval.digest, style="primary", confirm=asked), stop)
