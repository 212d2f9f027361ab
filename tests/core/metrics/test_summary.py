import pytest

from core.gaps import Gap
from core.metrics.summary import finding
from tests.core.examples import instance
from tests.core.metrics.answers import answer_of, busy, calm, change, filling, jumping
from tests.core.metrics.series import CHECKS, CPU, DISK, MEMORY, before_now, restless

FAILED = Gap(what="the values of CPUUtilization", why="AWS refused.")


def test_a_calm_machine_is_one_short_sentence() -> None:
    assert calm().summary == "web-1: nothing unusual in 4 metrics over 24h, CPU 40.1 % now"
    assert finding(calm()) == "web-1: nothing unusual in 24h"


def test_the_worst_comes_first_and_the_rest_is_counted() -> None:
    said = busy().summary
    assert said.startswith("web-1: CPU 85.2 % for 30 min where 40.2 % is usual, 6 min after a deployment; ")
    assert "Disk use /data +1 % a day, full in 5 days" in said
    assert said.endswith("; not everything is known")


def test_a_title_says_the_moment_and_the_change_before_it() -> None:
    assert finding(busy()) == "web-1: CPU 85.2 % since 01:40, 6 min after a deployment"


def test_without_a_change_the_title_says_what_is_usual() -> None:
    assert finding(answer_of({CPU: jumping()})) == "web-1: CPU 85.2 % since 01:40 where 40.2 % is usual"


def test_a_failed_check_needs_no_number() -> None:
    answer = answer_of({CHECKS: lambda time: float(time >= before_now(30))})
    assert answer.summary == "web-1: Status checks failed for 30 min"


def test_a_disk_that_fills_is_the_news_of_a_calm_machine() -> None:
    answer = answer_of({CPU: restless(), DISK: filling()})
    assert finding(answer).startswith("web-1: Disk use /data +1 % a day, full in 5 days")


def test_a_machine_with_an_hour_of_data_is_not_called_usual() -> None:
    answer = answer_of({CPU: lambda time: 5.0 if time >= before_now(60) else None})
    assert answer.summary == "web-1: CPU 5 %; too little history to say what is usual"
    assert finding(answer) == "web-1: the last 24h"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("stopped", "web-1: it is stopped, and nothing was measured in 24h"),
        ("running", "web-1: nothing was measured in 24h"),
    ],
)
def test_nothing_measured_is_said_with_its_reason(state: str, said: str) -> None:
    assert answer_of({CPU: lambda _: None}, machine=instance(state=state)).summary == said


def test_what_could_not_be_read_is_unknown_and_not_calm() -> None:
    assert answer_of({}, gaps=(FAILED,)).summary == "web-1: unknown, because its metrics could not be read"
    assert answer_of({MEMORY: restless()}, gaps=(FAILED,)).summary.endswith("not everything is known")


def test_a_change_alone_is_no_news() -> None:
    assert answer_of({CPU: restless()}, changes=[change(6)]).anomalies == ()


def test_what_is_over_gives_way_to_what_fills_up() -> None:
    over = answer_of(
        {CPU: lambda time: restless()(time) + (45 if before_now(300) < time < before_now(240) else 0), DISK: filling()}
    )
    assert over.summary.startswith("web-1: Disk use /data +1 % a day, full in 5 days; CPU 85")
    assert finding(over).startswith("web-1: Disk use /data")


def test_credits_that_are_gone_within_a_day_come_before_what_lasts() -> None:
    answer = answer_of({CPU: jumping(), DISK: filling(per_day=10)})
    assert answer.summary.startswith("web-1: Disk use /data +10 % a day, full in 12 h")
    assert "CPU 85" in answer.summary


def test_what_is_slight_is_no_news_and_yet_not_called_usual() -> None:
    slight = answer_of({CPU: lambda time: restless()(time) + (4 if before_now(300) < time < before_now(240) else 0)})
    assert [each.size < 5 for each in slight.anomalies] == [True]
    assert slight.summary == "web-1: nothing markedly unusual in CPU over 24h, CPU 40.1 % now"
    assert finding(slight) == "web-1: nothing markedly unusual in 24h"
