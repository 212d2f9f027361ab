"""A Windows machine, which has updates by number, and a way back by its root volume or by people only."""

import json

import pytest

from core.patching.states import State
from tests.faults.patching.plans import Drawn, drawn
from tests.faults.patching.ward import Ward
from tests.faults.waiting import when_long

WIN_1 = "i-0101329db3596bbda"
UPDATES = ("Windows Server 2022",)


@pytest.fixture(scope="session")
def updates(fast_aws_url: str, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return drawn(fast_aws_url, tmp_path_factory.mktemp("windows"), WIN_1)


def facts(ward: Ward, workflow_id: str) -> dict[str, str]:
    record = ward.machine(workflow_id, WIN_1)
    assert record
    found: dict[str, str] = record.doc["facts"]
    return found


def test_the_update_is_installed_and_restarted_once_and_verified_by_its_number(ward: Ward, updates: Drawn) -> None:
    issued = updates.cut(WIN_1, packages=UPDATES)
    [package] = issued.plan.machines[0].packages
    assert package.is_update
    with ward.bot():
        workflow_id = ward.approved(issued)
        assert ward.over(workflow_id) is State.VERIFIED, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    effects = ward.effects()
    assert effects["package"] == {f"{WIN_1}/{package.override}": 1}
    assert effects["ec2:RebootInstances"] == {WIN_1: 1}
    assert json.loads(facts(ward, workflow_id)["versions"]) == {package.override: ""}


@when_long
def test_what_fails_goes_back_by_the_root_volume_and_never_by_the_package_manager(ward: Ward, updates: Drawn) -> None:
    issued = updates.cut(WIN_1, packages=UPDATES)
    ward.goes_wrong({WIN_1: {"health_fails": True}})
    with ward.bot():
        workflow_id = ward.approved(issued)
        assert ward.over(workflow_id) is State.ROLLED_BACK, ward.last(workflow_id)
        ward.check(issued, workflow_id)
    assert ward.effects()["root replacement"] == {WIN_1: 1}
    assert "undo" not in ward.effects()


@when_long
@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        ({"domain_controller": True}, "It is a domain controller"),
        ({"bitlocker": None}, "It is unknown whether BitLocker"),
    ],
    ids=["domain controller", "BitLocker unknown"],
)
def test_where_going_back_in_time_would_break_more_a_person_is_called(
    ward: Ward, updates: Drawn, trouble: dict[str, object], why: str
) -> None:
    issued = updates.cut(WIN_1, packages=UPDATES)
    ward.goes_wrong({WIN_1: {"health_fails": True, **trouble}})
    with ward.bot():
        workflow_id = ward.approved(issued)
        assert ward.over(workflow_id) is State.NEEDS_HUMAN, ward.last(workflow_id)
        ward.slack.until(lambda: why in ward.thread())
    assert "root replacement" not in ward.effects()
