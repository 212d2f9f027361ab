"""What is held on machines after ways back, each with the button that lifts it."""

from blocks.card import Block, Card
from blocks.elements import button, confirm, context, section
from blocks.marks import State, mark
from blocks.table import Table
from blocks.text import date, inert, plural, utc
from core.answers.patch_holds import PatchHolds
from core.patching.hold import Hold

LIFT = "hold-lift"
_SHOWN, _PACKAGES_SHOWN = 10, 5


def holds_card(answer: PatchHolds) -> Card:
    """One sentence, and a line with a button for each hold."""
    state = State.WARNING if answer.holds else State.GOOD
    blocks: list[Block] = [section(f"{mark(state)} *{answer.summary}*")]
    blocks += [section(_line(hold), accessory=_lift(hold)) for hold in answer.holds[:_SHOWN]]
    more = len(answer.holds) - _SHOWN
    if more > 0:
        blocks.append(section(f"and {plural(more, 'more hold')}; name an instance to see its own"))
    if answer.holds:
        blocks.append(
            context("Those who may approve patches of a machine lift its holds. A newer version is not held.")
        )
    return Card(answer.summary, tuple(blocks))


def holds_table(answer: PatchHolds) -> Table:
    """One row per package."""
    return Table(
        title=answer.summary,
        columns=("machine", "instance", "package", "up to version", "since (UTC)", "rolled back by", "why"),
        rows=tuple(
            (hold.name, hold.instance_id, each.name, each.version, utc(hold.since), hold.workflow_id, hold.why)
            for hold in answer.holds
            for each in hold.packages
        ),
        empty="Nothing is held.",
        notes=("`/sre-patch-holds` in Slack lifts them.",) if answer.holds else (),
    )


def _line(hold: Hold) -> str:
    packages = ", ".join(
        f"{inert(each.name, 60)} to {inert(each.version, 60)}" for each in hold.packages[:_PACKAGES_SHOWN]
    )
    more = len(hold.packages) - _PACKAGES_SHOWN
    rest = f" and {plural(more, 'more package')}" if more > 0 else ""
    why = f"\n{inert(hold.why, 200)}" if hold.why else ""
    told = f"*{inert(hold.name, 60)}* {packages}{rest}"
    return f"{told}\nsince {date(hold.since)}, rolled back by {hold.workflow_id}{why}"


def _lift(hold: Hold) -> Block:
    told = f"Plans may take these packages to {inert(hold.name, 60)} again. Each patch still needs its own approval."
    sure = confirm("Lift this hold?", told, yes="Lift", danger=True)
    return button("Lift hold", LIFT, hold.key, style="danger", confirm=sure)
