import pytest

from core.maintenance import MaintenanceWindow, Target
from tests.core.examples import instance, instance_id

WEB = instance(1, tags={"Role": "web", "Name": "web-1"})


@pytest.mark.parametrize(
    ("target", "hit"),
    [
        (Target("InstanceIds", (instance_id(1),)), True),
        (Target("instanceids", (instance_id(2),)), False),
        (Target("tag:Role", ("db", "web")), True),
        (Target("tag:Owner", ("",)), False),
        (Target("tag-key", ("Role",)), True),
        (Target("resource-groups:Name", ("all",)), None),
    ],
)
def test_a_target_hits_by_id_or_tag_and_a_group_cannot_be_told(target: Target, *, hit: bool | None) -> None:
    assert target.hits(WEB) is hit


def test_all_parts_of_a_registration_must_fit_and_one_registration_is_enough() -> None:
    web, production, group = (
        Target("tag:Role", ("web",)),
        Target("tag:Env", ("p",)),
        Target("resource-groups:Name", ("g",)),
    )

    def hits(*targets: tuple[Target, ...]) -> bool | None:
        return MaintenanceWindow("mw-1", "w", 1, targets).hits(WEB)

    assert hits((web, production)) is False
    assert hits((web, production), (web,)) is True
    assert hits((group,), (production,)) is None
    assert hits((group,), (web,)) is True
    assert hits() is False
    assert hits(()) is False
