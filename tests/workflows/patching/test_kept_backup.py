import json
from datetime import datetime, timedelta

import pytest

from core.patching.plan import Undoing
from services.aws.changes.snapshots import Snapshot
from tests.core.patching.examples import AT, planned_machine
from tests.core.patching.ways_back import undoing
from workflows.patching.kept_backup import lacking

VOLUMES = planned_machine().volumes


def snapshot(**more: object) -> Snapshot:
    fields = {"snapshot_id": "snap-1", "volume_id": "vol-web-1", "state": "completed", "size_gib": 20, "encrypted": 1}
    return Snapshot.model_validate({**fields, **more})


WHOLE = (snapshot(),)


def test_a_whole_backup_of_the_root_volume_of_now_lacks_nothing() -> None:
    assert lacking(undoing(), VOLUMES, WHOLE, AT) == ""


@pytest.mark.parametrize(
    ("given", "told", "now", "why"),
    [
        (undoing(), (), AT, "snap-1 cannot be found"),
        (undoing(), (snapshot(state="pending"),), AT, "snap-1 is not complete"),
        (undoing(), (snapshot(state="error"),), AT, "snap-1 is not complete"),
        (undoing(), WHOLE, AT + timedelta(days=8), "kept no longer"),
        (undoing(), WHOLE, AT + timedelta(days=7, minutes=-30), "within the hour"),
        (undoing(kept_until=None), WHOLE, AT, "kept no longer"),
        (undoing(facts={}), WHOLE, AT, "never backed up"),
        (undoing(facts={**undoing().facts, "root_snapshot": ""}), WHOLE, AT, "never backed up"),
    ],
)
def test_what_is_not_there_whole_and_for_long_enough_is_no_backup(
    given: Undoing, told: tuple[Snapshot, ...], now: datetime, why: str
) -> None:
    assert why in lacking(given, VOLUMES, told, now)


def test_one_snapshot_of_several_that_is_gone_breaks_the_set() -> None:
    facts = {**undoing().facts, "snapshots": json.dumps({"vol-web-1": "snap-1", "vol-data": "snap-2"})}
    assert "snap-2 cannot be found" in lacking(undoing(facts=facts), VOLUMES, WHOLE, AT)


def test_the_backup_of_another_root_volume_is_none() -> None:
    replaced = tuple(volume.model_copy(update={"volume_id": "vol-new"}) for volume in VOLUMES)
    assert "replaced since" in lacking(undoing(), replaced, WHOLE, AT)
