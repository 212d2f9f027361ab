from sandbox.aws.cloudwatch.machine import Machine
from tests.sandbox.aws.cloudwatch.machines import event, machine


def earned(found: Machine) -> float | None:
    return found.credits.per_hour if found.credits else None


def test_a_burstable_type_earns_by_its_size() -> None:
    assert [earned(machine(kind=kind)) for kind in ("t3.micro", "t4g.large", "m6i.large")] == [12, 36, None]


def test_a_role_nobody_described_behaves_like_the_legacy_one() -> None:
    assert machine("unheard-of").role == machine("legacy").role


def test_events_are_found_by_what_they_touch() -> None:
    told = machine(events=[event("web-3", "cpu"), event("web-3", "credits")])
    assert [one.story.touches for one in told.events_on("credits")] == ["credits"]
    assert told.events_on("memory") == ()
