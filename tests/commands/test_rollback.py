import pytest

from commands.rollback import rollback_changes
from core.actor import Door
from core.errors import BadRequest, NotFound
from tests.commands.caller import context_of
from tests.workflows.fakes import Account
from tests.workflows.patching.fleet import ONE

ACCOUNT = Account(instances=(ONE,))


def test_a_machine_that_was_never_patched_here_cannot_be_rolled_back() -> None:
    with pytest.raises(NotFound) as told:
        rollback_changes(context_of(ACCOUNT), ONE.instance_id)
    assert "No patch of" in told.value.sentence


def test_an_unknown_patch_is_not_found() -> None:
    with pytest.raises(NotFound):
        rollback_changes(context_of(ACCOUNT), ONE.instance_id, "w-20261120-000000")


@pytest.mark.parametrize("given", [{}, {"instance_id": ONE.instance_id, "rollback_id": "latest"}])
def test_what_cannot_be_read_gets_an_example(given: dict[str, object]) -> None:
    with pytest.raises(BadRequest) as told:
        rollback_changes.call(context_of(ACCOUNT, Door.SLACK), given)
    assert "/sre-rollback" in told.value.advice
