from core.windows.peers import peers_of
from tests.core.examples import instance


def test_the_auto_scaling_group_tells_before_the_role_and_the_role_before_the_name() -> None:
    group, role = {"aws:autoscaling:groupName": "g"}, {"Role": "web"}
    one = instance(1, tags={**group, **role})
    fleet = [one, instance(2, tags=group), instance(3, tags=role), instance(4)]
    assert [each.name for each in peers_of(one, fleet).instances] == ["web-2"]
    other = peers_of(instance(9, tags=role), fleet)
    assert (other.why, [each.name for each in other.instances]) == ("the role web", ["web-1", "web-3"])
    assert peers_of(instance(8), [instance(4), instance(5, name="db-1")]).why == "the name web"


def test_another_environment_has_no_peers() -> None:
    one = instance(1, tags={"Role": "web", "Environment": "production"})
    assert peers_of(one, [instance(2, tags={"Role": "web", "Environment": "staging"})]).instances == ()


def test_a_name_without_a_number_tells_nothing() -> None:
    assert peers_of(instance(1, name="bastion"), [instance(2, name="bastion")]).why == ""
    assert peers_of(instance(1, name=""), [instance(2, name="")]).why == ""


def test_only_running_peers_carry_load() -> None:
    peers = peers_of(instance(1), [instance(2), instance(3, state="stopped")])
    assert [each.name for each in peers.running] == ["web-2"]
