import pytest

from commands.drill import rehearse_rollback
from core.errors import BadRequest, NotFound
from tests.commands.caller import context_of
from tests.core.examples import instance, instance_id
from tests.workflows.fakes import Account
from tests.workflows.systems_manager import patching_of

STAGING = instance(1, tags={"PatchAutomation": "enabled", "Environment": "staging"})


def test_a_dry_run_tells_every_call_and_asks_nobody() -> None:
    ctx = context_of(Account(instances=(STAGING,)), patching=patching_of(STAGING))
    answer = rehearse_rollback(ctx, STAGING.instance_id, dry_run=True)
    assert (answer.rollback_status, answer.drill, answer.request) == ("dry run", True, None)
    assert [each.call for each in answer.calls][:2] == ["ec2:CreateSnapshots", "ec2:CreateReplaceRootVolumeTask"]


@pytest.mark.parametrize(
    ("environment", "why"), [("production", "it is production"), ("prod", "it is production"), ("", "is not known")]
)
def test_it_is_never_held_on_what_may_be_production(environment: str, why: str) -> None:
    machine = instance(1, tags={"PatchAutomation": "enabled", "Environment": environment})
    with pytest.raises(BadRequest) as told:
        rehearse_rollback(context_of(Account(instances=(machine,)), patching=patching_of(machine)), machine.instance_id)
    assert why in told.value.sentence


def test_it_is_never_held_on_a_machine_that_is_not_opted_in() -> None:
    machine = instance(1, tags={"Environment": "staging"})
    with pytest.raises(BadRequest) as told:
        rehearse_rollback(context_of(Account(instances=(machine,)), patching=patching_of(machine)), machine.instance_id)
    assert "PatchAutomation=enabled" in told.value.sentence


def test_an_unknown_instance_is_not_found() -> None:
    with pytest.raises(NotFound):
        rehearse_rollback(context_of(Account(instances=(STAGING,))), instance_id(9))
