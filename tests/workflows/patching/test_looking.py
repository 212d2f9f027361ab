from dataclasses import replace

import pytest

from core.errors import NotFound, Upstream
from core.patching.live import LiveState, drift
from core.patching.plan import Plan, Wave
from tests.core.patching.examples import live, plan, planned_machine
from tests.core.patching.ways_back import rollback
from tests.workflows.fakes import Account
from tests.workflows.patching.fleet import FACTS, ONE, ROOT, TWO, Hardware, machinery
from tests.workflows.systems_manager import patching_of
from workflows.patching.looking import Looking, Machinery

BACK = rollback(
    machines=(planned_machine(ONE.instance_id),), waves=(Wave(name="back", instance_ids=(ONE.instance_id,)),)
)


class Planned:
    """What the planner says of patches."""

    def live(self, plan: Plan) -> LiveState:
        del plan
        return live()


def looks(*instances: object, hardware: Hardware | None = None) -> Machinery:
    account = Account(instances=tuple(each for each in (ONE, TWO) if each in instances))
    return machinery(account, patching_of(ONE, TWO), hardware)


def test_a_patch_is_looked_at_by_the_planner_and_a_way_back_without_inspector() -> None:
    looking = Looking(Planned(), looks(ONE))
    assert looking.live(plan()) == live()
    seen = looking.live(BACK).machines[ONE.instance_id]
    assert (seen.opted_in, seen.volume_ids, dict(seen.packages), dict(seen.findings)) == (True, ("vol-1",), {}, {})


def test_a_machine_that_is_gone_has_drifted() -> None:
    before = Looking(Planned(), looks(ONE)).live(BACK)
    assert drift(before, Looking(Planned(), looks()).live(BACK)) == (f"{ONE.instance_id} is not there any more.",)


def test_another_root_volume_has_drifted() -> None:
    before = Looking(Planned(), looks(ONE)).live(BACK)
    other = replace(FACTS, volumes=(ROOT.model_copy(update={"volume_id": "vol-2"}),))
    after = Looking(Planned(), looks(ONE, hardware=Hardware({ONE.instance_id: other}))).live(BACK)
    assert drift(before, after) == (f"{ONE.instance_id} has other volumes: vol-2.",)


def test_volumes_that_cannot_be_read_are_no_drift_but_an_error() -> None:
    unread = Hardware({ONE.instance_id: replace(FACTS, volumes=None)})
    with pytest.raises(Upstream):
        Looking(Planned(), looks(ONE, hardware=unread)).live(BACK)


def test_an_unknown_machine_is_not_found() -> None:
    with pytest.raises(NotFound):
        looks().seen(ONE.instance_id)
