from sandbox.aws.scale import fleet, stable_fraction, stable_hex


def test_a_smaller_fleet_is_the_beginning_of_the_larger_one() -> None:
    assert fleet(20)[:12] == fleet(12)
    assert [one.name for one in fleet(12)][:3] == ["web-1", "web-2", "web-3"]


def test_copies_have_ids_and_names_of_their_own() -> None:
    machines = fleet(300)
    assert len({one.id for one in machines}) == 300
    assert len({one.name for one in machines}) == 300


def test_copies_are_ordinary_machines() -> None:
    copies = fleet(60)[12:]
    assert {one.coverage for one in copies} == {"SUCCESSFUL"}
    assert all(one.ssm and one.opt_in and not one.private_ip for one in copies)


def test_no_machines_at_all_is_a_fleet_too() -> None:
    assert fleet(0) == ()


def test_stable_values_depend_on_the_text_alone() -> None:
    assert stable_hex("a", 16) == stable_hex("a", 16) != stable_hex("b", 16)
    assert 0 <= stable_fraction("a") < 1
