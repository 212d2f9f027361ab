from hypothesis import given
from hypothesis import strategies as st

from core.patching.plan import PlannedMachine
from core.patching.waves import waves
from tests.core.patching.examples import planned_machine


def machine(number: int, environment: str = "production", zone: str = "a", group: str = "") -> PlannedMachine:
    return planned_machine(
        f"i-{number:017x}",
        f"m-{number:03}",
        environment=environment,
        availability_zone=f"us-west-2{zone}",
        target_group_arns=(group,) if group else (),
    )


MACHINES = st.lists(
    st.tuples(
        st.sampled_from(["dev", "staging", "production", ""]), st.sampled_from("abc"), st.sampled_from(["", "g", "h"])
    ),
    min_size=1,
    max_size=40,
).map(lambda rows: [machine(number, *row) for number, row in enumerate(rows)])


@given(MACHINES)
def test_every_machine_is_in_exactly_one_wave_and_the_first_holds_one(machines: list[PlannedMachine]) -> None:
    planned = [name for wave in waves(machines) for name in wave.instance_ids]
    assert sorted(planned) == sorted(each.instance_id for each in machines)
    assert len(waves(machines)[0].instance_ids) == 1


@given(MACHINES)
def test_no_wave_spans_two_zones_or_environments_or_holds_two_peers(machines: list[PlannedMachine]) -> None:
    by_id = {each.instance_id: each for each in machines}
    for wave in waves(machines):
        members = [by_id[name] for name in wave.instance_ids]
        assert len({(each.environment == "production", each.availability_zone) for each in members}) == 1
        groups = [group for each in members for group in each.target_group_arns]
        assert len(groups) == len(set(groups))


def test_development_goes_before_production() -> None:
    planned = waves([machine(1), machine(2, "dev"), machine(3, "staging")])
    assert [wave.name for wave in planned] == ["canary (dev)", "wave 2 (staging)", "wave 3 (production)"]


def test_a_hundred_alike_go_in_a_canary_a_tenth_a_half_and_the_rest() -> None:
    planned = waves([machine(number) for number in range(100)])
    assert [len(wave.instance_ids) for wave in planned] == [1, 9, 40, 50]


def test_two_peers_are_changed_one_after_the_other() -> None:
    planned = waves([machine(1, group="web"), machine(2, group="web"), machine(3, group="web")])
    assert [len(wave.instance_ids) for wave in planned] == [1, 1, 1]
