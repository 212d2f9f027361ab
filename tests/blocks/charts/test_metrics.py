from datetime import timedelta

import pytest

from blocks.charts.metrics import in_words, metrics_charts, metrics_picture, pictured
from core.answers.metrics import Metrics
from core.series import Metric
from tests.blocks.answers import HOSTILE
from tests.core.examples import instance
from tests.core.metrics.answers import answer_of, busy, calm, change, jumping
from tests.core.metrics.series import CPU, MEMORY, Curve, before_now, metric, restless


def labels(answer: Metrics) -> list[str]:
    return [each.label for each in pictured(answer)]


def test_the_title_is_the_finding_and_the_alt_text_says_what_is_seen() -> None:
    [chart] = metrics_charts(busy())
    assert chart.title == "web-1: CPU 85.2 % since 01:40, 6 min after a deployment"
    assert chart.alt_text.startswith(f"{chart.title}. Charts over 24h: CPU from 40 to 85.5 %, now 85.1 %")
    assert (chart.media_type, chart.name) == ("image/png", f"metrics-{instance().instance_id}.png")
    assert chart.content.startswith(b"\x89PNG")


def test_a_picture_has_what_stands_out_and_never_more_than_five() -> None:
    assert labels(busy()) == ["CPU", "Disk use /data", "Network in"]
    many = {metric(f"m{number}", "Shop"): jumping() for number in range(9)}
    assert len(labels(answer_of(many))) == 5


def test_a_calm_machine_shows_three() -> None:
    assert labels(calm()) == ["CPU", "Memory", "Network in"]


def test_nothing_measured_is_no_picture() -> None:
    assert metrics_charts(answer_of({CPU: lambda _: None})) == ()


def sparse(time: float) -> float | None:
    return 5.0 if time % 3600 == 0 else None


@pytest.mark.parametrize(
    "curves",
    [
        {CPU: lambda _: 0.0},
        {CPU: sparse},
        {CPU: lambda time: 5.0 if time == before_now(65) else None},
        {metric("Balance", "Shop"): lambda time: -5.0 - time % 7},
        {metric("Huge", "Shop"): lambda time: 1e300 * (time % 3)},
        {CPU: restless(), MEMORY: lambda _: None},
    ],
)
def test_odd_series_are_drawn_without_a_warning(curves: dict[Metric, Curve]) -> None:
    assert metrics_picture(answer_of(curves))


def test_a_crowd_of_changes_is_drawn_too() -> None:
    crowd = [change(minutes, "patch") for minutes in range(0, 1400, 7)] + [change(1), change(1439)]
    assert metrics_picture(answer_of({CPU: restless()}, changes=crowd), form="svg").startswith(b"<svg")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_strangers_name_is_drawn_as_words(text: str) -> None:
    own = metric("Depth", "Shop", Queue=text or "q")
    answer = answer_of({own: restless()}, machine=instance(name=text))
    assert metrics_picture(answer)
    assert in_words(answer)


def test_what_began_before_the_range_is_marked_at_its_edge() -> None:
    answer = busy()
    early = answer.anomalies[0].model_copy(update={"start": answer.start - timedelta(hours=5)})
    assert metrics_picture(answer.model_copy(update={"anomalies": (early,)}))
