"""/sre-thresholds."""

from dataclasses import replace

import pytest

from commands.thresholds import try_thresholds
from core.errors import BadRequest
from core.thresholds.rule import Threshold
from tests.commands.caller import context_of, small_account
from tests.core.examples import NOW, StillClock, instance
from tests.workflows.fakes import Account
from tests.workflows.measurements import CPU, Machine, trying

BUSY = Threshold(name="busy", metric="cpu", above=90, lasts="15m")


def test_every_time_a_limit_was_passed_is_told_newest_first() -> None:
    hours_ago = (50, 20, 3)

    def curve(time: float) -> float:
        return 97.0 if any(0 <= NOW.timestamp() - hours * 3600 - time < 3600 for hours in hours_ago) else 30.0

    answer = try_thresholds(context_of(small_account(), machine=Machine({CPU: curve}), limits=(BUSY,)), "24h")
    [limit] = answer.limits
    assert [(each.machine, each.worst) for each in limit.passed] == [("web-1", 97), ("web-1", 97)]
    assert limit.passed[0].start > limit.passed[1].start
    assert answer.summary == "1 limit would have raised 2 alerts in 1d, 2 of them for web-1"
    assert answer.usd_a_month == 0.17


def test_without_limits_there_is_an_advice() -> None:
    with pytest.raises(BadRequest, match="There are no limits to try") as refused:
        try_thresholds(context_of(small_account()))
    assert "SRE_THRESHOLDS" in refused.value.advice


def test_what_could_not_be_listed_is_a_gap_and_no_silence() -> None:
    machine = Machine(failing={"listed"})
    answer = try_thresholds(context_of(small_account(), machine=machine, limits=(BUSY,)))
    assert answer.partial
    assert "as far as it could be read" in answer.summary


def test_the_anomaly_watch_is_tried_on_the_past_too() -> None:
    began = NOW.timestamp() - 20 * 3600

    def curve(time: float) -> float:
        return 98.0 if 0 <= time - began < 3 * 3600 else 20 + time % 86_400 / 8_640

    account = Account(instances=(instance(tags={"Service": "shop"}),))
    tried = trying(account, Machine({CPU: curve}), StillClock(), (), {"Service": "shop"})
    context = replace(context_of(small_account()), thresholds=tried)
    answer = try_thresholds(context, "2d")
    [watch] = answer.limits
    [passed] = watch.passed
    assert (watch.name, passed.machine, passed.metric) == ("anomaly watch", "web-1", "CPU")
    assert passed.end is not None
    assert answer.would_alert == 1
