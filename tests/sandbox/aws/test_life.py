from datetime import UTC, datetime, timedelta

from sandbox.aws.life import Life, Lives

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_each_boot_has_an_id_of_its_own_and_a_new_start_repeats_them() -> None:
    life = Life("i-1")
    first = life.boot_id
    life.boot(NOON)
    assert life.boot_id != first
    assert Life("i-1").boot_id == first


def test_a_boot_takes_time_and_brings_the_agent_back() -> None:
    life = Life("i-1", agent_lost=True, package_lock="some command")
    life.boot(NOON + timedelta(seconds=45))
    assert life.booting(NOON)
    assert not life.booting(NOON + timedelta(seconds=45))
    assert (life.agent_lost, life.package_lock) == (False, "")


def test_a_machine_has_one_life() -> None:
    lives = Lives()
    lives.of("i-1").serving = False
    assert not lives.of("i-1").serving
    assert lives.of("i-2").serving
