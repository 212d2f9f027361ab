"""A running patch that people stop by the button of its card."""

from core.patching.states import State
from sandbox.slack.seed import AARON, BEA, GUEST, RITA
from tests.e2e.account import WEB_1
from tests.e2e.workspace import Shown
from tests.faults.patching.laws import touched
from tests.faults.patching.plans import DB_1, WEB_3, Drawn
from tests.faults.patching.ward import Ward
from tests.faults.waiting import waited_for, when_long

LOST = {"lost_reply": True, "times": 1}
WORDS = {"reason": {"text": {"value": "wrong day"}}}


def running(ward: Ward) -> Shown:
    """The card, once it can be stopped."""
    return ward.slack.until(lambda: next((each for each in ward.roots() if "Stop patch" in each.buttons), None))


def press_stop(ward: Ward, user: str) -> None:
    """Press the button; a card that is drawn anew in that moment has other blocks, and is looked at again."""

    def pressed() -> bool:
        try:
            ward.slack.press(running(ward), "Stop patch", user)
        except AssertionError:
            return False
        return True

    ward.slack.until(pressed)


def actions(ward: Ward, workflow_id: str) -> list[str]:
    """What was audited about it."""
    return [row.entry.action for row in ward.audit(workflow_id)]


def facts(ward: Ward, workflow_id: str) -> dict[str, str]:
    """What was learnt of its one machine so far."""
    record = ward.machine(workflow_id, WEB_3)
    return dict(record.doc["facts"]) if record else {}


def intents(ward: Ward, workflow_id: str) -> dict[str, object]:
    """What was to be changed on its one machine so far."""
    record = ward.machine(workflow_id, WEB_3)
    return dict(record.doc["intents"]) if record else {}


def form(ward: Ward, user: str) -> Shown:
    """The dialog in front of somebody, filled."""

    def filled() -> Shown | None:
        view = ward.slack.modal(user)
        return view if view and view.submits == "Stop patch" else None

    return ward.slack.until(filled)


def test_a_patch_that_is_stopped_while_it_backs_up_installs_nothing(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_1, DB_1)
    ward.goes_wrong({WEB_1: {"snapshots": "stuck"}})
    with ward.bot(SRE_PATCH_BACKUP="300"):
        workflow_id = ward.approved(issued)
        waited_for(lambda: bool(ward.effects().get("ec2:CreateSnapshots")), 30)
        press_stop(ward, AARON)
        told = form(ward, AARON)
        assert "left unchanged, its traffic comes back" in told.words
        ward.slack.submit(told, WORDS, AARON)
        assert ward.over(workflow_id) is State.STOPPED, ward.last(workflow_id)
        ward.check(issued, workflow_id)
        ward.slack.until(lambda: "stopped, nothing was installed" in ward.roots()[0].text)
        ward.slack.until(lambda: f"<@{AARON}> stops it" in ward.thread())
    assert "install" not in ward.effects()
    assert touched(ward.effects()) == {WEB_1}
    assert ward.effects().get("autoscaling:EnterStandby") == ward.effects().get("autoscaling:ExitStandby")


def test_of_those_who_press_at_once_one_stops_it_and_the_others_are_told(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_3, DB_1)
    ward.goes_wrong({WEB_3: {"snapshots": "stuck"}})
    with ward.bot(SRE_PATCH_BACKUP="300"):
        workflow_id = ward.approved(issued)
        people = (AARON, BEA, RITA)
        for user in (*people, GUEST):
            press_stop(ward, user)
        refused = ward.slack.until(lambda: ward.slack.modal(GUEST))
        ward.slack.until(lambda: "does not answer guest accounts" in (ward.slack.modal(GUEST) or refused).words)
        forms = {user: form(ward, user) for user in people}
        for user in people:
            ward.slack.submit(forms[user], WORDS, user)
        assert ward.over(workflow_id) is State.STOPPED, ward.last(workflow_id)
        waited_for(lambda: actions(ward, workflow_id).count("stop patch refused") == 2, 20)
        assert actions(ward, workflow_id).count("stop patch") == 1
        ward.slack.until(lambda: "nothing more is begun" in ward.thread() and "1 left unchanged" in ward.thread())
        assert ward.thread().count("stops it") == 1
        ward.check(issued, workflow_id)
    assert "install" not in ward.effects()


@when_long
def test_the_reply_to_an_installation_that_is_called_back_may_be_lost(ward: Ward, plans: Drawn) -> None:
    issued = plans.cut(WEB_3)
    # The list of packages is put between the last look at the machine and the command, which then waits for its agent.
    ward.fails({"s3:PutObject": {"latency_ms": 4_000, "times": 1}, "ssm:CancelCommand": LOST})
    with ward.bot():
        workflow_id = ward.approved(issued)
        waited_for(lambda: "transaction_before" in facts(ward, workflow_id), 30)
        ward.goes_wrong({WEB_3: {"delivery": "delivery_times_out"}})
        waited_for(lambda: "install" in intents(ward, workflow_id), 30)
        press_stop(ward, AARON)
        ward.slack.submit(form(ward, AARON), WORDS, AARON)
        assert ward.over(workflow_id) is State.STOPPED, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert ward.calls()["ssm:CancelCommand"] == 1
    assert "install" not in ward.effects()
