from core.patching.ending import ending
from core.patching.standing import MachineStanding, Standing
from core.patching.states import State, Step
from core.patching.workflow import MachineRun
from tests.core.patching.examples import AT, WEB_1, WEB_2, plan, planned_machine
from tests.core.patching.test_course import workflow


def standing(*machines: MachineStanding, count: int = 2) -> Standing:
    made = plan(machines=(planned_machine(), planned_machine(WEB_2, "web-2"))[:count])
    return Standing(workflow=workflow(), state=State.RUNNING, plan=made, machines=machines)


def machine(instance_id: str, step: Step, why: str = "") -> MachineStanding:
    facts = {"why": why} if why else {}
    return MachineStanding(
        run=MachineRun(workflow_id="w-1", instance_id=instance_id, wave=0, facts=facts, since=AT), step=step
    )


def test_machines_are_counted_by_how_they_ended_and_those_that_never_began_too() -> None:
    told = ending(standing(machine(WEB_1, Step.ROLLED_BACK, "Its health command failed.")), AT)
    assert told.sentence == "Of 2 machines, 1 rolled back and vulnerable again, 1 not begun."
    assert told.details == ("web-1: rolled back and vulnerable again. Its health command failed.",)


def test_a_single_machine_is_told_in_one_sentence() -> None:
    told = ending(standing(machine(WEB_1, Step.DONE), count=1), AT)
    assert (told.sentence, told.details) == ("web-1: patched and verified.", ())


def test_who_needs_a_person_is_told_of_with_the_first_and_the_last_that_went_wrong() -> None:
    stuck = machine(WEB_1, Step.NEEDS_HUMAN, "Its health command failed.")
    noted = stuck.run.model_copy(update={"note": "It has no root volume now."})
    told = ending(standing(stuck.model_copy(update={"run": noted}), count=1), AT)
    assert told.sentence == "web-1: in need of a person. Its health command failed. It has no root volume now."
