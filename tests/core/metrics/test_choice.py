import pytest

from core.errors import BadRequest
from core.metrics import AGENT, label_of
from core.metrics.choice import Choice, choose
from core.series import Metric
from tests.core.examples import instance
from tests.core.metrics.series import CPU, DISK, MEMORY, NETWORK, metric

CREDITS = metric("CPUCreditBalance")
TMPFS = metric("disk_used_percent", AGENT, path="/run", fstype="tmpfs", device="tmpfs")
OWN = metric("QueueDepth", "Shop")
LISTED = (OWN, TMPFS, DISK, MEMORY, CPU, NETWORK, CREDITS, metric("NetworkPacketsIn"))
WEB = instance(instance_type="m5.large")


def chosen(*names: str, listed: tuple[Metric, ...] | None = LISTED) -> Choice:
    return choose(names, listed, WEB)


def labels(choice: Choice) -> list[str]:
    return [label_of(each) for each in choice.metrics]


def test_without_names_it_is_the_usual_picture_in_a_fixed_order() -> None:
    assert labels(chosen()) == [
        "CPU",
        "Memory",
        "Disk use /data",
        "CPU credits",
        "Network in",
    ]


def test_what_every_instance_has_is_read_also_when_nothing_came_for_two_weeks() -> None:
    assert labels(chosen(listed=())) == ["CPU", "Network in", "Network out", "Status checks"]


def test_without_the_agent_it_is_said_in_one_line_that_memory_and_disks_are_unknown() -> None:
    [gap] = chosen(listed=(CPU,)).gaps
    assert (gap.what, gap.by_choice) == ("memory and disk use", True)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("cpu", ["CPU"]),
        ("CPU", ["CPU"]),
        ("mem", ["Memory"]),
        ("credits", ["CPU credits"]),
        ("filesystem", ["Disk use /data"]),
        ("network", ["Network in"]),
        ("networkpacketsin", ["Packets in"]),
        ("aws/ec2:networkin", ["Network in"]),
        ("Shop:QueueDepth", ["QueueDepth"]),
        ("queuedepth", ["QueueDepth"]),
        ("DISK_USED_PERCENT", ["Disk use /data", "Disk use /run"]),
    ],
)
def test_a_metric_is_meant_by_its_kind_or_its_name_in_any_case(name: str, found: list[str]) -> None:
    assert labels(chosen(name)) == found


def test_disk_means_the_traffic_and_how_full_they_are() -> None:
    assert labels(chosen("disk", listed=(metric("EBSReadBytes"), DISK))) == ["EBS read", "Disk use /data"]


def test_the_same_metric_by_two_names_is_read_once() -> None:
    assert labels(chosen("cpu", "CPUUtilization")) == ["CPU"]


def test_credits_of_a_type_that_has_none_are_explained() -> None:
    [gap] = chosen("credits", "cpu", listed=(CPU,)).gaps
    assert "this is m5.large" in gap.why
    assert gap.by_choice


def test_memory_without_an_agent_says_what_to_do() -> None:
    [gap] = chosen("memory", listed=(CPU,)).gaps
    assert gap.advice == "Install the agent, or look whether it runs."


@pytest.mark.parametrize(
    ("name", "close"), [("memry", "memory"), ("NetworkInn", "NetworkIn"), ("Depth", "QueueDepth"), ("xyzzy", "cpu")]
)
def test_a_name_that_means_nothing_is_answered_with_what_there_is(name: str, close: str) -> None:
    with pytest.raises(BadRequest, match=f"This machine has no metric called “{name}”.") as refused:
        chosen(name)
    assert close in refused.value.advice


def test_a_strangers_text_as_a_name_is_cut() -> None:
    with pytest.raises(BadRequest) as refused:
        chosen("x" * 5000)
    assert len(refused.value.sentence) < 120


def test_where_cloudwatch_does_not_say_what_there_is_nothing_is_called_absent() -> None:
    choice = chosen("cpu", "mem_used_percent", listed=None)
    assert labels(choice) == ["CPU"]
    assert choice.gaps[0].what == "the metric mem_used_percent"
    assert not choice.gaps[0].by_choice


def test_one_answer_holds_forty_metrics_and_says_that_there_are_more() -> None:
    many = tuple(metric("disk_used_percent", AGENT, path=f"/{number:03}", fstype="xfs") for number in range(100))
    choice = chosen("filesystem", listed=many)
    assert len(choice.metrics) == 40
    assert choice.gaps[-1].what == "60 more metrics"


def test_where_cloudwatch_does_not_say_what_there_is_only_what_every_instance_has_is_tried() -> None:
    assert labels(chosen(listed=None)) == ["CPU", "Network in", "Network out", "Status checks"]
