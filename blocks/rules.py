"""What the team has ruled about detections, and its own rules."""

from blocks.asking import ask
from blocks.card import Block, Card
from blocks.elements import context, section
from blocks.marks import State, mark
from blocks.patch_card_facts import mention
from blocks.table import Table
from blocks.text import date, inert, plural, utc
from core.answers.rules import RuleList, RulingMade
from core.security.rulings import Ruling

LIFT = "lift_rule_ruling"
SHOWN = 20
_OWN_SHOWN = 15
_PROBLEMS_SHOWN = 10


def rules_card(answer: RuleList) -> Card:
    """Each ruling with its button, then the team's own rules and which of them cannot be used."""
    summary = inert(answer.summary, 300)
    state = State.WARNING if answer.problems else State.GOOD
    blocks: list[Block] = [section(f"{mark(state)} *{summary}*")]
    blocks += [section(_ruling(each), accessory=_lift(each)) for each in answer.rulings[:SHOWN]]
    more = len(answer.rulings) - SHOWN
    blocks += [section(f"and {plural(more, 'more rule')}; `sre-agent rules list` shows all")] if more > 0 else []
    if answer.own_rules:
        blocks.append(section("\n".join(["*Own rules in use*", *_own(answer)])))
    if answer.problems:
        blocks.append(section("\n".join(["*Own rules that cannot be used*", *_problems(answer)])))
    return Card(summary, (*blocks, context(_where(answer))))


def rules_table(answer: RuleList) -> Table:
    """One row per ruling, then own rules."""
    rulings = tuple(_row(each) for each in answer.rulings)
    own = tuple((each.rule, f"own rule, {each.severity.value}", "", "", each.title) for each in answer.own_rules)
    return Table(
        title=answer.summary,
        columns=("rule", "what holds", "until (UTC)", "by", "why"),
        rows=(*rulings, *own),
        empty="Nothing is ruled, and there are no own rules.",
        notes=(*(f"Cannot be used: {each}" for each in answer.problems), _where(answer)),
    )


def ruling_made_card(answer: RulingMade) -> Card:
    """One sentence, and the way back."""
    said = inert(answer.summary, 300)
    lift = _lift(answer.ruling) if answer.ruling.holds(answer.at) else None
    return Card(said, (section(f"{mark(State.GOOD)} {said[:1].upper()}{said[1:]}.", accessory=lift),))


def ruling_made_table(answer: RulingMade) -> Table:
    """One row: what holds for the rule now."""
    rows = (_row(answer.ruling),) if answer.ruling.holds(answer.at) else ()
    return Table(answer.summary, ("rule", "what holds", "until (UTC)", "by", "why"), rows, "Nothing is ruled about it.")


def _ruling(ruling: Ruling) -> str:
    lines = [f"*{inert(ruling.rule, 100)}*"]
    if ruling.mute:
        mute = ruling.mute
        lines.append(f"Muted until {date(mute.until)} by {mention(mute.by)}: {inert(mute.reason, 200)}")
    if ruling.override:
        override = ruling.override
        said = f"Counts as {override.severity.value} since {date(override.at)}"
        lines.append(f"{said}, by {mention(override.by)}: {inert(override.reason, 200)}")
    return "\n".join(lines)


def _lift(ruling: Ruling) -> dict[str, object]:
    return ask("Lift", LIFT, {"rule": ruling.rule}, which=ruling.rule)


def _own(answer: RuleList) -> list[str]:
    lines = [f"• {inert(each.title, 120)} ({inert(each.rule)}, {each.severity.value})" for each in answer.own_rules]
    more = len(lines) - _OWN_SHOWN
    return [*lines[:_OWN_SHOWN], *([f"and {more} more"] if more > 0 else [])]


def _problems(answer: RuleList) -> list[str]:
    more = len(answer.problems) - _PROBLEMS_SHOWN
    lines = [f"• {inert(each, 250)}" for each in answer.problems[:_PROBLEMS_SHOWN]]
    return [*lines, *([f"and {more} more"] if more > 0 else [])]


def _where(answer: RuleList) -> str:
    if not answer.folder:
        return "Own rules: none, because SRE_SIGMA_DIR names no folder."
    others = f", {answer.other_logs} for other logs left out" if answer.other_logs else ""
    return f"Own rules: {inert(answer.folder, 150)}{others}."


def _row(ruling: Ruling) -> tuple[str, ...]:
    holds, until, by, why = [], [], [], []
    if ruling.mute:
        holds.append("muted")
        until.append(utc(ruling.mute.until).removesuffix(" UTC"))
        by.append(ruling.mute.by)
        why.append(ruling.mute.reason)
    if ruling.override:
        holds.append(f"counts as {ruling.override.severity.value}")
        by.append(ruling.override.by)
        why.append(ruling.override.reason)
    return (ruling.rule, ", ".join(holds), ", ".join(until), ", ".join(by), "; ".join(why))
