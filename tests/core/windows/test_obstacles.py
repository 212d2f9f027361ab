from datetime import timedelta
from zoneinfo import ZoneInfo

from core.business_hours import parse_business_hours
from core.conflicts import ConflictKind
from core.maintenance import MaintenanceWindow, Run, Target
from core.windows.obstacles import in_business, taken
from core.windows.peers import Peers
from tests.core.examples import NOW, instance, instance_id


def run(*numbers: int, in_h: float = 10, for_h: float = 2) -> Run:
    ids = tuple(instance_id(number) for number in numbers)
    window = MaintenanceWindow(f"mw-{numbers}", f"window-{numbers[0]}", 2, ((Target("InstanceIds", ids),),))
    start = NOW + timedelta(hours=in_h)
    return Run(window, start, start + timedelta(hours=for_h))


PAIR = Peers("the role web", (instance(2), instance(3)))


def test_a_run_on_the_machine_itself_and_one_on_a_peer_are_told_apart() -> None:
    found = taken(instance(1), PAIR, [run(1), run(2, in_h=20)])
    assert [each.kind for each in found] == [ConflictKind.MAINTENANCE_WINDOW, ConflictKind.PEER_WINDOW]
    assert "web-2 of the role web" in found[1].says


def test_when_all_peers_are_worked_on_at_once_nobody_would_be_left() -> None:
    found = taken(instance(1), PAIR, [run(2, for_h=3), run(3, in_h=11, for_h=5)])
    (empty,) = [each for each in found if each.kind is ConflictKind.ROLE_EMPTY]
    assert (empty.start, empty.end) == (NOW + timedelta(hours=11), NOW + timedelta(hours=13))
    assert empty.forbids


def test_one_after_the_other_leaves_somebody() -> None:
    found = taken(instance(1), PAIR, [run(2), run(3, in_h=12)])
    assert all(each.kind is ConflictKind.PEER_WINDOW for each in found)


def test_a_machine_without_peers_is_never_the_last_of_them() -> None:
    assert taken(instance(1), Peers(""), [run(2)]) == ()


def test_business_hours_ahead_speak_against_a_time_without_forbidding_it() -> None:
    found = in_business(parse_business_hours("Mon-Fri 09:00-18:00"), ZoneInfo("UTC"), NOW, NOW + timedelta(days=7))
    assert len(found) == 5
    assert not any(each.forbids for each in found)
    assert in_business(None, ZoneInfo("UTC"), NOW, NOW + timedelta(days=7)) == ()


def test_a_window_of_minutes_on_a_large_role_is_told_soon_and_once() -> None:
    every = Peers("the role web", tuple(instance(number) for number in range(2, 500)))
    window = MaintenanceWindow("mw-1", "often", 1, ((Target("tag-key", ("Role",)),),))
    runs = [Run(window, NOW + timedelta(minutes=5 * n), NOW + timedelta(minutes=5 * n + 60)) for n in range(8000)]
    busy = instance(1, tags={"Role": "web"})
    assert len(taken(busy, every, runs)) == 1
