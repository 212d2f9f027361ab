from datetime import datetime
from typing import Unpack

import pytest

from core.windows.peers import Peers
from core.windows.risks import Risk, assessment
from tests.core.examples import instance, instance_id
from tests.core.windows.loads import Curve, by_night, quiet_at, series_of, weeks_before
from tests.core.windows.questions import PAIR, Given, advice, first


def peer(load: float) -> Given:
    return Given(peer_cpu={instance_id(2): series_of(lambda _: load, number=2)}, peers=PAIR)


def said(**more: Unpack[Given]) -> str:
    return "\n".join(first(**more).risks)


def test_quiet_weeks_are_said_with_their_highest_load() -> None:
    assert "In all 4 weeks load stayed at or below 16 % of its usual peak then." in said()


def test_a_week_in_which_it_was_busy_is_counted() -> None:
    def once_busy(at: datetime) -> float:
        return 62.0 if weeks_before(at) == 1 and 2 <= at.hour < 5 else by_night(at)

    told = advice(series=(series_of(once_busy),))
    assert "In 1 of 4 weeks load rose above 60 % of its usual peak then, to 98 %." in told.risk.risks
    assert told.risk.level == "medium"


@pytest.mark.parametrize(("load", "level", "carries"), [(20, "low", 30), (55, "medium", 65), (80, "high", 90)])
def test_what_the_others_would_carry_decides(load: float, level: str, carries: int) -> None:
    told = advice(**peer(load)).risk
    assert f"web-2 shares the role web: without web-1 it would carry up to {carries} % CPU then." in told.risks
    assert told.level == level


def test_what_the_others_carry_may_be_unknown_and_is_never_good() -> None:
    assert "how much CPU they have left then is not known" in said()
    assert advice().risk.level == "medium"


def test_a_sample_of_a_large_role_stands_for_all() -> None:
    many = Peers("the role web", tuple(instance(number) for number in range(2, 102)))
    cpu = {each.instance_id: series_of(lambda _: 30.0, number=7) for each in many.sample}
    told = said(peers=many, peer_cpu=cpu)
    assert "web-2, web-3, web-4 and 97 more share the role web" in told
    assert "each would carry up to 30 % CPU then, going by 20 of them" in told


def test_a_machine_alone_in_its_role_is_gone_while_it_restarts() -> None:
    alone = Peers("the role web", (instance(2, state="stopped"),))
    assert "No other running machine shares the role web: it is gone while web-1 restarts." in said(peers=alone)
    assert "Nothing tells which machines do the same work" in said(peers=Peers(""))
    assert "could not be read" in said(peers=Peers("", asked=False))


def test_a_machine_that_does_not_run_cannot_be_patched() -> None:
    assert "web-1 is stopped: it must run to be patched." in said(instance=instance(1, state="stopped"))


def test_a_peak_that_follows_every_week_leaves_no_time_to_run_over() -> None:
    def backup(at: datetime) -> float:
        return 95.0 if (at.weekday(), at.hour) == (1, 12) else quiet_at(1, 11)(at) or 0.0

    best = first(series=(series_of(backup),))
    assert best.conflicts[0].says == "At its end load usually rises to 114 % of its peak: no time to run over."
    assert best.conflicts[0].start == best.end


@pytest.mark.parametrize(
    ("curve", "words"),
    [
        (lambda at: by_night(at.replace(hour=(at.hour - 6 * (weeks_before(at) == 0)) % 24)), "moved 6 h later"),
        (lambda at: None if at.hour in {15, 16, 17} else by_night(at), "12 % of the time was not measured"),
    ],
)
def test_what_makes_the_weeks_a_poor_guide_is_said(curve: Curve, words: str) -> None:
    assert words in said(series=(series_of(curve),))


def test_what_could_not_be_read_is_a_risk_of_its_own() -> None:
    sentence = "It is not known when the change calendar freeze is closed."
    told = advice(unread=(sentence,), peer_cpu=peer(5)["peer_cpu"]).risk
    assert sentence in told.risks
    assert told.level == "medium"


def test_a_window_is_as_risky_as_its_worst() -> None:
    assert assessment([Risk("low", "a"), Risk("high", "b")]).level == "high"
    assert assessment([]).level == "low"
