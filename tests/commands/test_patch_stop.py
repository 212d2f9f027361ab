import pytest

from commands.patch_stop import request_patch_stop
from core.errors import BadRequest, NotAllowed, NotFound
from core.patching.policy import Policy
from core.patching.states import State, Step
from tests.blocks.patches import AARON
from tests.commands.caller import context_of, small_account
from tests.workflows.patching.executions import WORKFLOW, Execution
from tests.workflows.patching.people import ARN, RITA, MovedClock, Office
from tests.workflows.reporting import memory_store


@pytest.fixture
def execution() -> Execution:
    clock = MovedClock()
    made = Execution(memory_store(clock), clock)
    while made.steps() != [Step.BACKUP]:
        made.turn()
        clock.advance(seconds=6)
    return made


def office(execution: Execution, **callers: str) -> Office:
    mapped = {ARN.replace("rita", name): who for name, who in callers.items()}
    return Office(execution.store, execution.clock, policy=Policy(approvers=(AARON,), callers=mapped))


def test_a_dry_run_says_what_becomes_of_each_machine_and_asks_nobody(execution: Execution) -> None:
    before = execution.said()
    answer = request_patch_stop(context_of(small_account(), store=execution.store), WORKFLOW, dry_run=True)
    assert answer.stop_status == "dry run"
    assert [each.fate for each in answer.machines] == [
        "left unchanged, its traffic comes back",
        "not begun, and not touched",
    ]
    assert execution.said() == before
    assert execution.patch.workflow.stop is None


def test_only_people_in_slack_stop_it(execution: Execution) -> None:
    ctx = context_of(small_account(), store=execution.store)
    known = office(execution, rita=RITA).stop_requests
    answer = known.ask(ctx.actor, WORKFLOW, "wrong *day*", dry_run=False)
    assert answer.stop_status == "asked"
    assert execution.patch.workflow.stop is None
    assert execution.run() is State.VERIFIED
    assert f"<@{RITA}> asks on the command line for this patch to be stopped" in execution.said()
    row = next(row.entry for row in execution.audit() if row.entry.action == "ask to stop patch")
    assert (row.actor.user_id, row.detail["reason"]) == (RITA, "wrong *day*")


def test_a_caller_that_nobody_knows_cannot_ask(execution: Execution) -> None:
    with pytest.raises(NotAllowed):
        request_patch_stop(context_of(small_account(), store=execution.store), WORKFLOW)


def test_what_does_not_run_cannot_be_stopped(execution: Execution) -> None:
    execution.run()
    with pytest.raises(BadRequest, match="done already"):
        request_patch_stop(context_of(small_account(), store=execution.store), WORKFLOW, dry_run=True)
    with pytest.raises(NotFound):
        request_patch_stop(context_of(small_account()), "w-20261120-7f3a9c")
    with pytest.raises(BadRequest):
        request_patch_stop(context_of(small_account()), "")
