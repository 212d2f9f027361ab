"""/sre-patch-status."""

import pytest

from commands.context import Context
from commands.patch_status import check_patch_compliance
from core.actor import Door
from core.errors import BadRequest, NotFound, Upstream
from tests.commands.caller import ONE, context_of, small_account
from tests.core.examples import instance_id
from tests.workflows.systems_manager import Patching, patch, patching_of


def asked(patching: Patching | None = None) -> Context:
    account = small_account()
    return context_of(account, patching=patching or patching_of(*account.instances, missing=(patch(),)))


def test_nothing_named_means_the_whole_fleet() -> None:
    answer = check_patch_compliance(asked())
    assert (answer.non_compliant, answer.compliant) == ((instance_id(1),), (instance_id(2),))
    assert answer.summary == "2 instances: 1 not compliant (1 patch missing, 0 overdue), 1 compliant"


def test_one_instance_has_its_patches_listed() -> None:
    [missing] = check_patch_compliance(asked(), (ONE,)).missing_patches
    assert (missing.name, missing.rating, missing.overdue) == ("openssl.x86_64", "high", False)


def test_an_unknown_instance_is_not_found_and_not_compliant() -> None:
    with pytest.raises(NotFound, match="is not found in account 123456789012, us-west-2"):
        check_patch_compliance(asked(), (instance_id(9),))


def test_no_answer_from_systems_manager_is_an_error_and_not_compliance() -> None:
    patching = patching_of(*small_account().instances)
    patching.refused = {"scans": {instance_id(1), instance_id(2)}}
    with pytest.raises(Upstream, match="AccessDenied"):
        check_patch_compliance(asked(patching))


def test_what_is_no_instance_id_gets_an_example_that_works() -> None:
    with pytest.raises(BadRequest, match="not an instance id") as refused:
        check_patch_compliance.check({"instance_ids": "web-1"}, Door.SLACK)
    assert "/sre-patch-status i-" in refused.value.advice
