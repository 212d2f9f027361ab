"""What the watches of metrics cost, before anybody pays it."""

from collections.abc import Mapping

import pytest

from bot.settings import Settings
from bot.watch_costs import watch_parts
from core.answers.health import Part
from core.thresholds.rule import Threshold
from tests.core.examples import instance
from tests.workflows.fakes import Account, FakeEc2
from tests.workflows.measurements import FakeCloudWatch, Machine
from workflows.watching.measuring import Measuring

BUSY = Threshold(name="busy", metric="cpu", above=90)


def parts(limits: tuple[Threshold, ...] = (), tags: Mapping[str, str] | None = None) -> list[Part]:
    account = Account(instances=(instance(1, tags={"Service": "shop"}), instance(2)))
    settings = Settings.model_construct(sre_thresholds=limits, sre_anomaly_tags=dict(tags or {}))
    return list(watch_parts(settings, Measuring(FakeEc2(account), FakeCloudWatch(account, Machine()))))


def test_nobody_who_watches_nothing_is_told_of_costs() -> None:
    assert parts() == []


def test_limits_and_the_anomaly_watch_say_how_much_they_look_at_and_what_it_costs() -> None:
    limits, anomalies = parts((BUSY,), {"Service": "shop"})
    assert (limits.name, limits.detail) == ("limits", "2 series, about 0.17 USD a month")
    # Of one machine, processor and traffic both ways, every quarter of an hour.
    assert (anomalies.name, anomalies.detail) == ("anomaly watch", "3 series, about 0.09 USD a month")


def test_tags_that_no_machine_has_are_told() -> None:
    [part] = parts(tags={"Service": "elsewhere"})
    assert (part.state, part.detail) == ("limited", "nothing is looked at")


def test_more_than_is_looked_at_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.watch_costs.MOST_SERIES", 2)
    [part] = parts(tags={"Service": "shop"})
    assert (part.state, part.detail.partition(",")[0]) == ("limited", "2 of 3 series")
