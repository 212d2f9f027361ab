from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from sandbox.aws.cloudwatch.rows import rows
from tests.sandbox.aws.cloudwatch.machines import DAY, HOUR, NOW, event, machine, metric

NAMES = ("CPUUtilization", "NetworkIn", "EBSReadOps", "mem_used_percent", "StatusCheckFailed")


@pytest.mark.parametrize("name", NAMES)
def test_five_minutes_are_the_aggregate_of_their_single_minutes(name: str) -> None:
    own = metric(machine(), name)
    blocks = rows(own, NOW - DAY, NOW - HOUR, NOW)
    minutes = rows(own, NOW - DAY, NOW - HOUR, NOW, exact=True)
    by_block = minutes.total.reshape(-1, 5)
    assert np.allclose(blocks.total, by_block.sum(axis=1))
    assert np.allclose(blocks.least, by_block.min(axis=1))
    assert np.allclose(blocks.most, by_block.max(axis=1))
    assert blocks.count.sum() == minutes.count.sum()


def test_a_span_between_blocks_has_its_own_minutes_and_no_more() -> None:
    own = metric(machine(), "CPUUtilization")
    found = rows(own, NOW - HOUR + 120, NOW - HOUR + 960, NOW)
    assert found.count.sum() == 14
    assert found.times[0] == NOW - HOUR + 120


@pytest.mark.parametrize("name", ["NetworkIn", "EBSWriteOps", "NetworkPacketsOut"])
def test_bytes_and_operations_of_a_minute_are_whole_numbers(name: str) -> None:
    found = rows(metric(machine(), name), NOW - DAY, NOW, NOW, exact=True)
    assert (found.total == np.rint(found.total)).all()
    assert found.total.min() >= 0


def test_basic_monitoring_publishes_a_set_of_five_every_five_minutes() -> None:
    own = metric(machine(detailed=False), "CPUUtilization")
    found = rows(own, NOW - DAY, NOW - HOUR, NOW)
    assert set(np.diff(found.times)) == {300}
    assert set(found.count) == {5}
    assert (rows(own, NOW - DAY, NOW - HOUR, NOW, exact=True).times % 300 == 0).all()


def test_the_newest_set_of_five_grows_sample_by_sample() -> None:
    own = metric(machine(detailed=False), "CPUUtilization")
    counts = [rows(own, NOW, NOW + HOUR, NOW + spent).count.tolist() for spent in (60, 120, 240, 360, 420)]
    assert counts == [[], [1], [3], [5], [5, 1]]


def test_the_newest_minutes_have_not_arrived() -> None:
    found = rows(metric(machine(), "CPUUtilization"), NOW - HOUR, NOW + HOUR, NOW, exact=True)
    assert found.times[-1] == NOW - 120


def test_nothing_was_before_the_launch_or_comes_after_the_stop() -> None:
    own = metric(machine(age=timedelta(hours=5), last=NOW - 2 * HOUR), "CPUUtilization")
    found = rows(own, NOW - DAY, NOW, NOW)
    assert (found.times[0], found.times[-1]) == (NOW - 5 * HOUR, NOW - 2 * HOUR - 300)
    assert rows(own, NOW - HOUR, NOW, NOW).times.size == 0


def test_an_agent_that_was_restarted_leaves_a_gap_and_ec2_does_not() -> None:
    gap = event("cache-1", "agent")
    own = machine("cache", events=[gap])
    memory = rows(metric(own, "mem_used_percent"), NOW - 2 * DAY, NOW, NOW)
    cpu = rows(metric(own, "CPUUtilization"), NOW - 2 * DAY, NOW, NOW)
    assert not ((memory.times >= gap.begin) & (memory.times < gap.end)).any()
    assert np.diff(memory.times).max() == HOUR + 300
    assert np.diff(cpu.times).max() == 300


def test_credits_come_one_at_a_time() -> None:
    found = rows(metric(machine(kind="t3.medium"), "CPUCreditBalance"), NOW - DAY, NOW, NOW)
    assert set(found.count) == {1}
    assert set(np.diff(found.times)) == {300}


def test_values_follow_the_instance() -> None:
    one, other = machine(), replace(machine(), key=1)
    same, another = (rows(metric(each, "CPUUtilization"), NOW - DAY, NOW, NOW).total for each in (one, other))
    assert (same != another).any()
