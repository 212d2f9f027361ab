"""Figures that go to CloudWatch."""

from bot.figures import posture_figures
from bot.health import summed_up
from bot.meter import Meter, gauge, health_gauges
from bot.publishing import Publishing
from core.answers.health import Part, State
from core.posture import Posture
from services.aws.metric_publishing import Figure
from services.store import Put
from tests.core.examples import NOW, TODAY, StillClock
from tests.workflows.reporting import memory_store


class Published:
    def __init__(self) -> None:
        self.figures: list[Figure] = []

    def publish(self, figures: list[Figure]) -> None:
        self.figures += figures


def posture() -> Posture:
    return Posture(day=TODAY, at=NOW, critical=4, high=9, exploited=1, instances=12, unscanned=2)


def test_counts_and_health_are_published_by_cloudwatchs_names_and_nothing_else() -> None:
    store, meter, published = memory_store(StillClock()), Meter(), Published()
    store.put(Put("posture", TODAY.isoformat(), posture().model_dump(mode="json"), expect=None))
    well = summed_up([Part(name="AWS", state=State.GOOD, detail="x")], NOW)
    meter.add(posture_figures(store), health_gauges(lambda: well), lambda: [gauge("sre_secret_sauce", "No.", 1)])
    assert Publishing(meter.registry, published).publish(NOW) == "5 published"
    assert {(each.name, *each.dimensions.values()): each.value for each in published.figures} == {
        ("Findings", "critical"): 4,
        ("Findings", "high"): 9,
        ("Findings", "known_exploited"): 1,
        ("InstancesNotScanned",): 2,
        ("Healthy",): 1,
    }


def test_nothing_is_said_of_findings_before_the_fleet_was_looked_at() -> None:
    meter, published = Meter(), Published()
    meter.add(posture_figures(memory_store(StillClock())))
    assert Publishing(meter.registry, published).publish(NOW) == ""
