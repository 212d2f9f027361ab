from sandbox.aws.seed.load import instances
from sandbox.aws.seed.metrics import metrics


def test_every_story_is_told_of_a_machine_of_the_seed() -> None:
    assert {story.machine for story in metrics().story} <= {one.name for one in instances()}


def test_every_role_and_owner_of_the_fleet_is_described() -> None:
    assert {one.role for one in instances()} <= set(metrics().role)
    assert {one.owner for one in instances()} <= set(metrics().zones)


def test_a_story_of_the_agent_or_its_metrics_is_of_a_machine_that_has_one() -> None:
    with_agent = {one.name for one in instances() if one.agent}
    told = {one.machine for one in metrics().story if one.touches in ("agent", "memory", "data_disk")}
    assert told <= with_agent


def test_some_machines_are_watched_closely_and_some_are_not() -> None:
    assert {one.detailed for one in instances()} == {True, False}
    assert {one.agent for one in instances()} == {True, False}
