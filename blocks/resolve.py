"""What can be done about findings: the plan, what is left for people, and what is in no plan."""

from blocks.asking import ask
from blocks.card import Block, Card
from blocks.elements import actions, context, section
from blocks.marks import State, mark
from blocks.place import gap_lines, place_line, plain_notes
from blocks.table import Table
from blocks.text import date, inert, plural
from core.answers.resolution import ImmediateAction, PlanSummary, Resolution
from core.findings import Severity

OPERATION = "resolve_vulnerabilities_by_criticality"
REQUEST = "create_approval_workflow"
SENTENCE = 500
_SHOWN = 5
_NAMES = 8
_REBOOTS = {"never": "no reboot", "if_needed": "a reboot where the patch needs one"}


def resolution_card(answer: Resolution) -> Card:
    """One sentence, the plan with its button, what people have to do, and which machines are left out."""
    summary = inert(answer.summary, SENTENCE)
    blocks: list[Block] = [section(f"{mark(_state(answer))} *{summary}*")]
    for plan in answer.scheduled_patches:
        blocks += [section(_plan(plan)), section(fields=_facts(plan))]
        blocks += [section(inert(said, 300)) for said in plan.not_covered[:_SHOWN]]
    blocks += [section(_action(each)) for each in answer.immediate_actions[:_SHOWN]]
    more = len(answer.immediate_actions) - _SHOWN
    if more > 0:
        blocks.append(section(f"and {plural(more, 'more thing')} to do"))
    if answer.left_out:
        blocks.append(section(_left_out(answer)))
    blocks += [section(line) for line in gap_lines(answer.partial)]
    if answer.scheduled_patches:
        plan_id = answer.scheduled_patches[0].plan_id
        blocks.append(actions(ask("Request approval", REQUEST, {"remediation_plan": plan_id}, style="primary")))
    named = "".join(f" · plan {plan.plan_id}" for plan in answer.scheduled_patches)
    blocks.append(context(f"{place_line(answer.place)}{named}"))
    return Card(summary, tuple(blocks))


def resolution_table(answer: Resolution) -> Table:
    """The plan first, then what people have to do, one row each."""
    return Table(
        title=answer.summary,
        columns=("what", "on", "closes", "why"),
        rows=(*(_plan_row(plan) for plan in answer.scheduled_patches), *map(_action_row, answer.immediate_actions)),
        empty="Nothing to do.",
        notes=(
            *(f"{each.name} is in no plan: {each.why}" for each in answer.left_out),
            *(f"Plan {plan.plan_id}: nothing runs before it is approved." for plan in answer.scheduled_patches),
            *plain_notes(answer.partial, answer.place),
        ),
    )


def _state(answer: Resolution) -> State:
    planned = any(plan.known_exploited for plan in answer.scheduled_patches)
    if planned or any(each.known_exploited for each in answer.immediate_actions):
        return State.CRITICAL
    if answer.scheduled_patches or answer.immediate_actions:
        return State.WARNING
    unknown = answer.left_out or any(not gap.by_choice for gap in answer.partial)
    return State.UNKNOWN if unknown else State.GOOD


def _plan(plan: PlanSummary) -> str:
    people = "two people" if plan.criticality == "critical" else "somebody else"
    reasons = f": {inert(', '.join(plan.reasons), 200)}" if plan.reasons else ""
    packages = ", ".join(plan.packages[:_NAMES])
    more = f" and {len(plan.packages) - _NAMES} more" if len(plan.packages) > _NAMES else ""
    return (
        f"*Plan* closes {plural(plan.closes, 'finding')}{reasons}. It waits until {people} approved it.\n"
        f"Installs {inert(packages, 300)}{more}"
    )


def _facts(plan: PlanSummary) -> list[str]:
    waves = ", then ".join(_machines(wave) for wave in plan.waves[:3])
    more = f", then {len(plan.waves) - 3} more waves" if len(plan.waves) > 3 else ""  # noqa: PLR2004  as above
    window = f"{date(plan.window.start)} ({inert(plan.window.zone)})" if plan.window else "as soon as it is approved"
    back = "rolled back by itself when a check fails" if plan.rollback_approved else "a person decides"
    return [
        f"*Machines*\n{waves}{more}",
        f"*When*\n{window}",
        f"*Takes about*\n{plan.expected_minutes} min",
        f"*Reboot*\n{_REBOOTS[plan.reboot]}",
        f"*If it fails*\n{back}",
        f"*Needs*\n{'two approvals' if plan.criticality == 'critical' else 'an approval'}",
    ]


def _machines(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{inert(', '.join(names[:_SHOWN]), 200)}{more}"


def _action(each: ImmediateAction) -> str:
    known = f" · {each.known_exploited} known exploited" if each.known_exploited else ""
    return f"*{inert(each.action, 150)}* ({each.severity}{known}): {_machines(each.machines)}\n{inert(each.why, 200)}"


def _left_out(answer: Resolution) -> str:
    lines = [f"• {inert(each.name)}: {inert(each.why, 200)}" for each in answer.left_out[:_SHOWN]]
    more = len(answer.left_out) - _SHOWN
    return "\n".join(["*In no plan*", *lines, *([f"and {plural(more, 'more machine')}"] if more > 0 else [])])


def _plan_row(plan: PlanSummary) -> tuple[str, ...]:
    return (f"Patch {', '.join(plan.packages)}", ", ".join(plan.machines), str(plan.closes), ", ".join(plan.reasons))


def _action_row(each: ImmediateAction) -> tuple[str, ...]:
    severity = each.severity if each.severity is not Severity.UNTRIAGED else "not judged yet"
    return (each.action, ", ".join(each.machines), "-", f"{severity}: {each.why}")
