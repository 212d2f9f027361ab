"""The dialogs of a patch card: why it is rejected, when else, what exactly, and why the glass is broken."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from blocks.card import Block, Modal
from blocks.elements import Element, actions, alert, button, entry, option, radio_buttons, section, text_input
from blocks.patch_card_buttons import BRAKE, GLASS, HANDLED, STOP, value
from blocks.patch_card_facts import fact_sections, when
from blocks.patch_card_head import closes, head, machines
from blocks.rollback_buttons import roll_back_buttons
from blocks.rollback_head import kind, verb
from blocks.text import inert, plural, utc
from core.errors import BadRequest
from core.patching.handling import not_to_handle, what_is_free
from core.patching.offers import Offer
from core.patching.plan import PlannedMachine, PlannedPackage, PlannedWindow
from core.patching.standing import Standing
from core.patching.states import State
from core.patching.stopping import fates, not_to_stop
from core.windows.words import local_span

WINDOW = "patch-window"
REASON, CHOICE = "reason", "choice"
_MACHINES_SHOWN, _PACKAGES_SHOWN = 20, 40
_MOST_OFFERS = 10
NOW = "now"


def stop_dialog(standing: Standing, user_id: str) -> Modal:
    """Asks for a reason; whoever asked for the patch withdraws it, anybody else rejects it or calls it off."""
    own, waits = user_id == standing.workflow.requested_by, standing.state is State.WAITING
    word = "Withdraw" if own else "Reject" if waits else "Call off"
    label = "Why? Everyone in the thread reads it."
    return _dialog(standing, f"{word} this {kind(standing.plan)}", STOP, word, entry(label, _reason(), block_id=REASON))


def brake_dialog(standing: Standing) -> Modal:
    """Says what becomes of each machine, and asks for confirmation; the reason may be left out in a hurry."""
    title = "Stop this patch"
    if refused := not_to_stop(standing):
        return Modal(title, (section(refused.sentence),), "answer")
    told = fates(standing)
    lines = [f"• {inert(name, 60)}: {fate.value}" for name, fate in told[:_MACHINES_SHOWN]]
    more = len(told) - _MACHINES_SHOWN
    lines += [f"and {plural(more, 'more machine')}"] if more > 0 else []
    warning = "Nothing more is begun. A machine on which the installation is under way is finished and verified first."
    asked = entry("Why? Everyone in the thread reads it.", _reason(), block_id=REASON, optional=True)
    return _dialog(standing, title, BRAKE, "Stop patch", alert(warning, "warning"), section("\n".join(lines)), asked)


def handled_dialog(standing: Standing) -> Modal:
    """Says what pressing it means, which is nothing to any machine, and asks what was found."""
    title = "Mark as handled"
    if refused := not_to_handle(standing):
        return Modal(title, (section(refused.sentence),), "answer")
    warning = (
        "Nothing is checked or changed by this: machines stay as they are, also out of their load balancer or group"
        f" where the patch took them out. {what_is_free(standing)}"
    )
    asked = entry("What did you find, and do? Everyone in the thread reads it.", _reason(), block_id=REASON)
    return _dialog(standing, title, HANDLED, "Mark as handled", alert(warning, "warning"), asked)


def glass_dialog(standing: Standing) -> Modal:
    """Asks for a reason, and says what is waived and what is not."""
    told = (
        "Window, freeze and the second approver are waived. One approver other than the requester still has to approve."
        " Every approver is told, with your reason."
    )
    asked = entry("Why can this not wait?", _reason(), block_id=REASON)
    return _dialog(standing, "Break the glass", GLASS, "Break the glass", alert(told, "warning"), asked)


def window_dialog(standing: Standing, offers: Sequence[Offer], why_none: str = "") -> Modal:
    """Offers times; without any it says why."""
    if not offers:
        return Modal("Choose another time", (section(why_none or "There is no time to offer."),), WINDOW)
    lost = len(standing.workflow.counted)
    told = "Another time is another plan: it has to be approved anew"
    told += f", and {plural(lost, 'approval')} so far will not count." if lost else "."
    choice = radio_buttons("chosen", [_option(each) for each in offers[:_MOST_OFFERS]])
    blocks = (section(told), entry("When", choice, block_id=CHOICE))
    return _dialog(standing, "Choose another time", WINDOW, "Choose", *blocks)


def details_dialog(standing: Standing, *, may_break_glass: bool) -> Modal:
    """Everything that is installed, machine by machine, and the whole digest that an approval is bound to."""
    plan, workflow = standing.plan, standing.workflow
    blocks: list[Block] = [section(f"*{head(standing)}*"), section(f"*When*\n{when(workflow.window)}")]
    blocks += [section(text) for text in fact_sections(standing)]
    blocks += [section(_machine(each, back=plan.undoes is not None)) for each in plan.machines[:_MACHINES_SHOWN]]
    if len(plan.machines) > _MACHINES_SHOWN:
        blocks.append(section(f"and {plural(len(plan.machines) - _MACHINES_SHOWN, 'more machine')}"))
    blocks.append(section(f"*Plan*\n{plan.plan_id}, made {utc(plan.made_at)}\nSHA-256 `{workflow.digest}`"))
    if back := roll_back_buttons(standing, _MACHINES_SHOWN):
        blocks.append(actions(*back))
    undecided = standing.state in {State.WAITING, State.APPROVED, State.SCHEDULED}
    if may_break_glass and undecided and not workflow.break_glass:
        which = value(workflow.workflow_id, workflow.digest)
        blocks.append(actions(button("Break the glass", GLASS, which, style="danger")))
    return Modal("Details of the patch", tuple(blocks), "answer")


def window_value(window: PlannedWindow | None) -> str:
    """A window as the value of an option: its ends in seconds since 1970, and its zone."""
    return f"{window.start.timestamp():.0f} {window.end.timestamp():.0f} {window.zone}" if window else NOW


def window_of(text: str) -> PlannedWindow | None:
    """The window of such a value; raises BadRequest for anything else."""
    if text == NOW:
        return None
    try:
        start, end, zone = text.split(" ")
        moments = [datetime.fromtimestamp(int(each), UTC) for each in (start, end)]
        return PlannedWindow(start=moments[0], end=moments[1], zone=ZoneInfo(zone).key)
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError):
        raise BadRequest("That is no time that was offered.", advice="Open the dialog again.") from None


def _dialog(standing: Standing, title: str, callback_id: str, submit: str, *blocks: Block) -> Modal:
    said = section(f"{verb(standing.plan)} {machines(standing.plan)}: {closes(standing.plan)}")
    which = value(standing.workflow.workflow_id, standing.workflow.digest)
    return Modal(title, (said, *blocks), callback_id, submit, "Cancel", which)


def _reason() -> Element:
    return text_input("text", multiline=True)


def _option(offer: Offer) -> Element:
    if offer.window is None:
        return option("As soon as it is approved", NOW)
    window = offer.window
    told = inert(local_span(window.start, window.end, ZoneInfo(window.zone)), 75)
    return option(told, window_value(window), description=offer.why)


def _machine(machine: PlannedMachine, *, back: bool) -> str:
    lines = [f"• {inert(each.override)} {_versions(each, back=back)}" for each in machine.packages[:_PACKAGES_SHOWN]]
    more = len(machine.packages) - _PACKAGES_SHOWN
    volumes = plural(len(machine.volumes), "volume")
    covered = f"{volumes}, of which the root volume goes back" if back else f"{volumes} backed up"
    told = f"*{inert(machine.name)}* `{machine.instance_id}` {inert(machine.system)}, {covered}"
    return "\n".join([told, *lines, *([f"and {plural(more, 'more package')}"] if more > 0 else [])])


def _versions(package: PlannedPackage, *, back: bool) -> str:
    """From which version to which."""
    old, new = inert(package.installed), inert(package.fixed_in)
    return f"{new} or newer → {old}" if back else f"{old} → {new}"
