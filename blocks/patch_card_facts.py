"""The facts of a patch: who asked, when, what exactly, with which way back, and what is not covered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from blocks.marks import State as Mark
from blocks.marks import mark
from blocks.rollback_facts import way_back_fields, way_back_sections
from blocks.text import date, inert, plural, quote, span, utc
from core.patching.plan import Plan, PlannedWindow, Reboot, Wave
from core.patching.standing import Standing
from core.patching.states import State
from core.patching.workflow import Vote
from core.windows.words import local_span

_PACKAGES_SHOWN = 3
_NAMES_SHOWN = 5
_WAVES_SHOWN = _NOT_COVERED_SHOWN = _DETAILS_SHOWN = 8
_MENTIONS_SHOWN = 10
_REASONS_SHOWN = 3
REASON = 500


def mention(slack_id: str) -> str:
    """A person or a user group, by id; Slack tells them."""
    return f"<!subteam^{slack_id}>" if slack_id.startswith("S") else f"<@{slack_id}>"


def mentions(slack_ids: Iterable[str]) -> str:
    """Several of them, at most ten by name."""
    every = [mention(each) for each in slack_ids]
    more = len(every) - _MENTIONS_SHOWN
    return ", ".join(every[:_MENTIONS_SHOWN]) + (f" and {more} more" if more > 0 else "")


def when(window: PlannedWindow | None) -> str:
    """The window for each reader and for the owner of the machines."""
    if window is None:
        return "As soon as it is approved"
    owners = local_span(window.start, window.end, ZoneInfo(window.zone))
    return f"{date(window.start)} to {date(window.end)}\n{inert(owners)}"


def outcome(standing: Standing) -> Iterator[str]:
    """What became of it, where it has ended or somebody intervened."""
    workflow = standing.workflow
    if broken := workflow.break_glass:
        yield (
            f"{mark(Mark.WARNING)} *{mention(broken.user_id)} broke the glass* {date(broken.at)}: window, freeze and"
            f" second approver are waived. {quote(broken.reason, REASON)}"
        )
    if (revised := workflow.revision) and standing.state is State.WAITING:
        lost = f" {plural(revised.votes, 'earlier approval')} no longer counts." if revised.votes == 1 else ""
        lost = f" {revised.votes} earlier approvals no longer count." if revised.votes > 1 else lost
        yield f"{mention(revised.user_id)} chose another window {date(revised.at)}, so this is a new plan.{lost}"
    if stop := workflow.stop:
        said = f" {quote(stop.reason, REASON)}" if stop.reason else ""
        yield f"{mark(Mark.WARNING)} *{mention(stop.user_id)} stopped it* {date(stop.at)}.{said}"
    if handled := workflow.handled:
        who, said = mention(handled.user_id), quote(handled.reason, REASON)
        yield f"{mark(Mark.GOOD)} *{who} has looked at it* {date(handled.at)}: {said}"
    if ending := workflow.ending:
        who = f"{mention(ending.user_id)}, " if ending.user_id else ""
        said = quote(ending.sentence, REASON) if ending.user_id else inert(ending.sentence, REASON)
        # What became of each machine stands below, once one has begun.
        details = () if standing.machines else ending.details
        more = len(details) - _DETAILS_SHOWN
        lines = [f"• {inert(each, 300)}" for each in details[:_DETAILS_SHOWN]]
        yield "\n".join([f"{who}{date(ending.at)}: {said}", *lines, *([f"and {more} more"] if more > 0 else [])])


def fact_fields(standing: Standing) -> list[str]:
    """The short facts, as fields."""
    plan, workflow = standing.plan, standing.workflow
    via = {"slack": "", "cli": " (command line)", "mcp": " (MCP)"}.get(workflow.requested_via, "")
    known = {"Asked for by": f"{mention(workflow.requested_by)}{via}, {date(workflow.requested_at)}"}
    known |= _approval(standing)
    if standing.state in {State.WAITING, State.APPROVED, State.SCHEDULED}:
        start = "At once, the window is waived" if workflow.break_glass else when(workflow.window)
        kept = f"Snapshots of every volume, kept {plural(plan.backup_keep_days, 'day')}"
        known |= {"When": f"{start}\nTakes about {span(timedelta(seconds=plan.expected_s))}"}
        safety = {"Backup and reboot": f"{kept}\n{_reboot(plan)}", "If it fails": _way_back(plan)}
        known |= way_back_fields(plan) if plan.undoes else safety
    return [f"*{name}*\n{value}" for name, value in known.items()]


def _approval(standing: Standing) -> dict[str, str]:
    workflow = standing.workflow
    if workflow.auto_rule:
        return {"Approved by": f"the rule {inert(workflow.auto_rule)}"}
    told: dict[str, str] = {}
    if workflow.counted:
        told["Approved by"] = "\n".join(map(_vote, workflow.counted))
    if standing.state is State.WAITING:
        told["Who may approve"] = f"{mentions(workflow.approvers)}, by {date(workflow.approve_by)}"
    return told


def _vote(vote: Vote) -> str:
    return f"{mention(vote.user_id)}, {date(vote.at)}"


def fact_sections(standing: Standing) -> Iterator[str]:
    """The longer ones: why, what, in which order, and what is not covered."""
    plan = standing.plan
    if plan.undoes:
        yield from way_back_sections(plan)
        return
    if plan.risk.reasons:
        yield f"*Why*\n{'; '.join(inert(reason, 200) for reason in plan.risk.reasons[:_REASONS_SHOWN])}"
    yield "\n".join(["*Installs only*", *package_lines(plan, _PACKAGES_SHOWN)])
    yield "\n".join(["*In this order*", *wave_lines(plan)])
    if plan.not_covered:
        more = len(plan.not_covered) - _NOT_COVERED_SHOWN
        lines = [f"• {inert(each, 300)}" for each in plan.not_covered[:_NOT_COVERED_SHOWN]]
        tail = [f"and {more} more"] if more > 0 else []
        yield "\n".join([f"{mark(Mark.WARNING)} *Not covered by backup and way back*", *lines, *tail])


def package_lines(plan: Plan, most: int) -> list[str]:
    """`openssl 3.0.7-18 → 3.0.7-27 on web-1, web-2: 4 findings`, known exploited and most findings first."""
    found: dict[tuple[str, str, str], list[tuple[str, int, int]]] = defaultdict(list)
    for machine in plan.machines:
        for package in machine.packages:
            key = package.name, package.installed, package.fixed_in
            found[key].append((machine.name, len(package.vulnerability_ids), package.known_exploited))
    ranked = sorted(found.items(), key=lambda each: (-sum(k for _, _, k in each[1]), -sum(n for _, n, _ in each[1])))
    lines = [_package_line(*key, places=places) for key, places in ranked[:most]]
    return [*lines, *([f"and {plural(len(ranked) - most, 'more package')}"] if len(ranked) > most else [])]


def _package_line(name: str, installed: str, fixed_in: str, *, places: list[tuple[str, int, int]]) -> str:
    exploited = ", known exploited" if any(known for _, _, known in places) else ""
    closed = plural(sum(count for _, count, _ in places), "finding")
    where = names([machine for machine, _, _ in places])
    return f"• {inert(name)} {inert(installed)} → {inert(fixed_in)} on {where}: {closed}{exploited}"


def wave_lines(plan: Plan) -> list[str]:
    """One line per wave, with its machines and the wait behind it."""
    called = {machine.instance_id: machine.name for machine in plan.machines}
    lines = [_wave(number, wave, called) for number, wave in enumerate(plan.waves[:_WAVES_SHOWN], start=1)]
    more = len(plan.waves) - _WAVES_SHOWN
    wait = [f"Between waves: {span(timedelta(seconds=plan.bake_s))} without trouble"] if len(plan.waves) > 1 else []
    return [*lines, *([f"and {plural(more, 'more wave')}"] if more > 0 else []), *wait]


def _wave(number: int, wave: Wave, called: dict[str, str]) -> str:
    return f"{number}. {inert(wave.name)}: {names([called.get(each, each) for each in wave.instance_ids])}"


def names(given: list[str]) -> str:
    """At most five names, and how many more there are."""
    more = len(given) - _NAMES_SHOWN
    return ", ".join(inert(each, 60) for each in given[:_NAMES_SHOWN]) + (f" and {more:,} more" if more > 0 else "")


def _reboot(plan: Plan) -> str:
    match plan.reboot:
        case Reboot.IF_NEEDED:
            return "Reboots where the packages need it"
        case Reboot.NEVER:
            return "Never reboots; what needs that stays pending"
        case _:
            assert_never(plan.reboot)


def _way_back(plan: Plan) -> str:
    if plan.rollback_approved:
        return "It stops and is rolled back by itself; this approval covers that"
    return "It stops; rolling back needs an approval of its own"


def plain_when(window: PlannedWindow | None) -> str:
    """The window for a terminal."""
    return f"{utc(window.start)} to {utc(window.end)}" if window else "as soon as it is approved"
