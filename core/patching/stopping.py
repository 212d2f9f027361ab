"""Stopping a patch while it runs: who may, and what becomes of each machine."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from core.patching.approval import SAID, Ruling, Why, by_whom
from core.patching.standing import MachineStanding, Standing
from core.patching.states import State, Step

# Where the installation has been asked for it may be under way, and is never cut.
INSTALLATION = "install"
_NOTHING_BEGUN = frozenset({Step.PLANNED, Step.PRECHECK, Step.DRAIN, Step.BACKUP, Step.RELEASE, Step.SKIPPED})


class Fate(StrEnum):
    """What becomes of a machine when its patch is stopped now."""

    DONE = "patched already"
    FINISHED = "finished first"
    GIVEN_BACK = "left unchanged, its traffic comes back"
    UNTOUCHED = "not begun, and not touched"
    BACK = "on its way back, which is finished"


_FATES: Mapping[Step, Fate] = MappingProxyType(
    {
        Step.PLANNED: Fate.UNTOUCHED,
        Step.PRECHECK: Fate.UNTOUCHED,
        Step.SKIPPED: Fate.UNTOUCHED,
        Step.DONE: Fate.DONE,
        Step.ROLLBACK: Fate.BACK,
        Step.VERIFY_ROLLBACK: Fate.BACK,
        Step.RESTORE_TRAFFIC: Fate.BACK,
        Step.ROLLED_BACK: Fate.BACK,
    }
)


def may_be_left(step: Step, effects: Collection[str]) -> bool:
    """Whether nothing was installed yet; `effects` are the names of what was asked for on the machine."""
    return step in _NOTHING_BEGUN or (step is Step.INSTALL and INSTALLATION not in effects)


def fates(standing: Standing) -> Sequence[tuple[str, Fate]]:
    """The name of every machine of the plan, and what becomes of it when the patch is stopped now."""
    begun = standing.begun
    return [(machine.name, fate_of(begun.get(machine.instance_id))) for machine in standing.plan.machines]


def judge_brake(standing: Standing, members: frozenset[str], user_id: str, digest: str) -> Ruling:
    """Judge one click on Stop patch.

    Args:
        standing: The patch as it is stored now.
        members: Every person among today's approvers, with user groups resolved just now.
        user_id: Who clicked; authenticated, a full member of the team.
        digest: Of the plan that the clicked card showed.
    """
    workflow = standing.workflow
    if refused := not_to_stop(standing):
        return refused
    if digest != workflow.digest:
        return _no("stale", "The plan has changed since this card was drawn, so nothing was changed. Look at it again.")
    if user_id not in members | {workflow.requested_by}:
        return _no("not_approver", "Only those who may approve this patch, and who asked for it, may stop it.")
    return Ruling(why="complete", sentence=f"You stopped it: nothing more is begun. {what_happens(standing)}")


def not_to_stop(standing: Standing) -> Ruling | None:
    """Why there is nothing to stop, whoever wants it; None where there is."""
    workflow, state = standing.workflow, standing.state
    if stop := workflow.stop:
        return _no("already_stopped", f"<@{stop.user_id}> stopped it at {stop.at:%H:%M} UTC already.")
    if standing.plan.undoes:
        return _no("nothing_left", "A way back is never stopped in the middle, so nothing was changed.")
    if state is not State.RUNNING:
        said = f"This patch is {SAID[state]}, so there is nothing to stop."
        return _no("not_waiting", f"{said}{by_whom(workflow)}")
    if all(fate is Fate.DONE for _, fate in fates(standing)):
        return _no("nothing_left", "Every machine is patched and verified already, so there is nothing to stop.")
    return None


def what_happens(standing: Standing) -> str:
    """What becomes of the machines, in one sentence or two."""
    told = fates(standing)
    finished = [name for name, fate in told if fate in {Fate.FINISHED, Fate.BACK}]
    left = sum(fate in {Fate.GIVEN_BACK, Fate.UNTOUCHED} for _, fate in told)
    first = f"{_named(finished)} finished first, as an installation is never cut." if finished else ""
    rest = f"{left} of {len(told)} stay{'s' if left == 1 else ''} unpatched." if left else ""
    return " ".join(filter(None, (first, rest)))


def fate_of(machine: MachineStanding | None) -> Fate:
    """What becomes of one machine; None: it has not begun."""
    if machine is None:
        return Fate.UNTOUCHED
    if machine.step in _FATES:
        return _FATES[machine.step]
    return Fate.GIVEN_BACK if may_be_left(machine.step, machine.run.intents) else Fate.FINISHED


def _named(names: Sequence[str]) -> str:
    if len(names) > 3:  # noqa: PLR2004  more names than that are a number
        return f"{len(names)} machines are"
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'}"


def _no(why: Why, sentence: str) -> Ruling:
    return Ruling(why=why, sentence=sentence)
