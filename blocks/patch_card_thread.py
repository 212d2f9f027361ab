"""Lines of a patch's thread: who decided what and why, so that those who must act are told."""

from collections.abc import Iterable

from blocks.card import Card
from blocks.marks import State
from blocks.notice import notice_card
from blocks.patch_card_facts import REASON, mention, mentions, when
from blocks.rollback_head import kind
from blocks.text import date, inert, plural, quote
from core.patching.standing import Standing
from core.patching.workflow import Handled, Stop, Workflow


def asked_line(standing: Standing) -> Card:
    """Who asked, and what it needs; the card itself has just told the approvers."""
    workflow = standing.workflow
    needs = f"It takes {plural(standing.needed, 'approval')} by {date(workflow.approve_by)}."
    return notice_card(f"{mention(workflow.requested_by)} asks for this {kind(standing.plan)}. {needs}")


def rule_line(rule: str) -> Card:
    """A rule of the policy approved it."""
    return notice_card(f"Approved by the rule {quote(rule)}, which was approved in Slack.", State.GOOD)


def approved_line(standing: Standing, user_id: str) -> Card:
    """One approval, and how many are missing."""
    have, need = len(standing.workflow.counted), standing.needed
    if have < need:
        return notice_card(f"{mention(user_id)} approves: {have} of {need}.")
    start = "now" if standing.workflow.window is None or standing.workflow.break_glass else "in its window"
    return notice_card(f"{mention(user_id)} approves: {have} of {need}. It starts {start}.", State.GOOD)


def stopped_line(workflow: Workflow, user_id: str, reason: str) -> Card:
    """Rejected or withdrawn, with the reason."""
    verb = "withdraws the request" if user_id == workflow.requested_by else "rejects it"
    told = "" if user_id == workflow.requested_by else f" {mention(workflow.requested_by)}: see why."
    return notice_card(f"{mention(user_id)} {verb}: {quote(reason, REASON)}{told}", State.WARNING)


def brake_line(workflow: Workflow, stop: Stop, happens: str) -> Card:
    """Stopped while it ran, and what becomes of the machines."""
    said = f" {quote(stop.reason, REASON)}" if stop.reason else ""
    told = "" if stop.user_id == workflow.requested_by else f" {mention(workflow.requested_by)}: see why."
    text = f"*{mention(stop.user_id)} stops it*: nothing more is begun. {inert(happens, REASON)}{said}{told}"
    return notice_card(text, State.WARNING)


def handled_line(handled: Handled, frees: str) -> Card:
    """A person has looked at it, and what that means."""
    text = f"*{mention(handled.user_id)} has looked at it*: {quote(handled.reason, REASON)} {inert(frees, REASON)}"
    return notice_card(text, State.GOOD)


def brake_asked_line(workflow: Workflow, user_id: str, via: str, reason: str) -> Card:
    """Somebody at another door wants it stopped; one of those who may has to press the button."""
    said = f" {quote(reason, REASON)}" if reason else ""
    who = mentions(dict.fromkeys([*workflow.approvers, workflow.requested_by]))
    text = f"{mention(user_id)} asks {via} for this patch to be stopped.{said} {who}: *Stop patch* on the card does it."
    return notice_card(text, State.WARNING)


def window_line(standing: Standing, user_id: str) -> Card:
    """Another window, and what that means for the votes."""
    lost = standing.workflow.revision.votes if standing.workflow.revision else 0
    counts = f" {plural(lost, 'earlier approval')} no longer count{'s' if lost == 1 else ''}." if lost else ""
    ask = f"{mentions(standing.workflow.approvers)}: please look at it again." if lost else ""
    return notice_card(f"{mention(user_id)} chose another time: {_flat(standing)}.{counts} {ask}".rstrip())


def glass_line(workflow: Workflow, reason: str, tell: Iterable[str]) -> Card:
    """The notice to every approver."""
    who = mention(workflow.break_glass.user_id) if workflow.break_glass else ""
    text = (
        f"*{who} broke the glass*: {quote(reason, REASON)} Window, freeze and second approver are waived for this"
        f" patch. {mentions(tell)}: this is a notice to all of you."
    )
    return notice_card(text, State.CRITICAL)


def reminder_line(standing: Standing) -> Card:
    """It still waits."""
    missing = standing.needed - len(standing.workflow.counted)
    by = date(standing.workflow.approve_by)
    return notice_card(
        f"{mentions(standing.workflow.approvers)}: {plural(missing, 'approval')} still missing, by {by}."
    )


def escalation_line(standing: Standing, to: Iterable[str]) -> Card:
    """It has waited too long."""
    since = date(standing.workflow.requested_at)
    text = (
        f"{mentions(to)}: nobody has decided this patch since {since}. It lapses {date(standing.workflow.approve_by)}."
    )
    return notice_card(text, State.WARNING)


def expired_line(workflow: Workflow, sentence: str) -> Card:
    """The time is over."""
    return notice_card(
        f"{sentence} {mention(workflow.requested_by)}: ask for a new plan if it is still needed.", State.WARNING
    )


def said_line(sentence: str, state: State = State.WORKING) -> Card:
    """Any other sentence of ours about a step; names in it must be inert already."""
    return Card(sentence, notice_card(sentence, state).blocks)


def _flat(standing: Standing) -> str:
    told = when(standing.workflow.window).replace("\n", " · ")
    return told[:1].lower() + told[1:] if standing.workflow.window is None else told
