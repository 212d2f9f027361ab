from datetime import timedelta

import pytest

from core.causes.containers import RolledOut, Stopped, rollout_evidence, stopped_evidence
from tests.core.causes.knowledge import ONSET


def _kinds(*ends: Stopped) -> list[str]:
    return [each.kind for each in stopped_evidence("cart", "shop", ends)]


@pytest.mark.parametrize(
    ("reason", "codes", "kind"),
    [
        ("OutOfMemoryError: Container killed due to memory usage", (137,), "oom_killed"),
        ("Essential container in task exited", (137,), "oom_killed"),
        ("CannotPullContainerError: manifest unknown", (), "image_pull_failed"),
        ("Task failed ELB health checks in (target-group x)", (143,), "probe_failed"),
        ("Essential container in task exited", (1,), "exit_other"),
    ],
)
def test_the_reason_and_the_code_tell_the_kind_of_end(reason: str, codes: tuple[int, ...], kind: str) -> None:
    assert _kinds(Stopped(ONSET, reason, codes, "t1")) == [kind]


def test_several_ends_with_an_error_are_a_loop() -> None:
    ends = [Stopped(ONSET, "Essential container in task exited", (1,), f"t{n}") for n in range(3)]
    [found] = stopped_evidence("cart", "shop", ends)
    assert found.kind == "crash_loop"
    assert "3 times" in found.said
    assert found.values["exit_code"] == "1"


def test_a_task_that_was_scaled_in_tells_nothing() -> None:
    assert _kinds(Stopped(ONSET, "Scaling activity initiated by deployment", (0,), "t1")) == []


def test_what_ecs_says_is_quoted_and_the_count_is_ours() -> None:
    [found] = stopped_evidence("cart", "shop", [Stopped(ONSET, "OOM <!channel>", (137,), "t1")])
    assert found.quoted == "OOM <!channel>"
    assert "channel" not in found.said


def test_a_rollout_counts_within_two_hours_and_knows_the_version_before() -> None:
    recent = RolledOut("cart:43", ONSET - timedelta(minutes=9), "cart:42")
    [found] = rollout_evidence("cart", "shop", recent, ONSET)
    assert found.values["previous_task_definition"] == "cart:42"
    failing = rollout_evidence("cart", "shop", recent._replace(failed_tasks=3), ONSET)
    assert [each.kind for each in failing] == ["deployment_before", "deployment_failed"]
    assert failing[1].said == "3 tasks of cart (cart:43) could not be started."
    assert rollout_evidence("cart", "shop", recent._replace(began=ONSET - timedelta(hours=5)), ONSET) == ()
    assert rollout_evidence("cart", "shop", recent._replace(began=ONSET + timedelta(minutes=1)), ONSET) == ()
