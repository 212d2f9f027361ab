import pytest

from commands.patch import execute_automated_patching
from core.actor import Door
from core.errors import BadRequest, NotFound
from core.findings import Package
from tests.commands.caller import context_of
from tests.core.examples import StillClock, finding, instance_id
from tests.workflows.fakes import Account
from tests.workflows.patching.fleet import ONE, TWO
from tests.workflows.reporting import memory_store
from tests.workflows.systems_manager import patching_of

RPM = Package(name="openssl", version="3.0.7-18", fixed_in="3.0.7-27", arch="X86_64")
ACCOUNT = Account(instances=(ONE, TWO), findings=(finding(1, packages=(RPM,)),))


def test_a_dry_run_tells_what_would_happen_and_asks_nobody() -> None:
    store = memory_store(StillClock())
    ctx = context_of(ACCOUNT, patching=patching_of(ONE, TWO), store=store)
    answer = execute_automated_patching(ctx, (ONE.instance_id,), dry_run=True)
    assert (answer.patch_status, answer.success_rate) == ("dry run", None)
    assert answer.calls[0].call == "ec2:CreateSnapshots"
    assert store.count("patch") == 0


def test_nothing_is_asked_where_nothing_can_be_installed() -> None:
    ctx = context_of(Account(instances=(ONE,)), patching=patching_of(ONE))
    assert execute_automated_patching(ctx, (ONE.instance_id,)).patch_status == "nothing to install"


def test_an_unknown_instance_is_not_found() -> None:
    with pytest.raises(NotFound):
        execute_automated_patching(context_of(ACCOUNT), (instance_id(9),))


@pytest.mark.parametrize("given", [{}, {"instance_ids": ONE.instance_id, "patch_level": "urgent"}])
def test_what_cannot_be_read_gets_an_example(given: dict[str, object]) -> None:
    with pytest.raises(BadRequest) as told:
        execute_automated_patching.call(context_of(ACCOUNT, Door.SLACK), given)
    assert "/sre-patch i-" in told.value.advice


@pytest.mark.parametrize("word", ["dry-run", "true", True])
def test_a_dry_run_can_be_asked_for_in_a_word(word: object) -> None:
    ctx = context_of(ACCOUNT, patching=patching_of(ONE, TWO))
    given = {"instance_ids": ONE.instance_id, "dry_run": word}
    assert execute_automated_patching.call(ctx, given).patch_status == "dry run"
