from core.metrics import AGENT, CATALOGUE, Kind, label_of
from core.metrics.catalogue import highest, is_check, per_second
from tests.core.metrics.series import CHECKS, CPU, DISK, MEMORY, NETWORK, metric


def test_each_metric_stands_in_the_catalogue_once() -> None:
    assert len({(each.namespace, each.name) for each in CATALOGUE}) == len(CATALOGUE)


def test_every_kind_but_the_odd_has_a_usual_metric() -> None:
    assert {each.kind for each in CATALOGUE if each.usual} == set(Kind)


def test_a_metric_is_read_with_the_statistic_that_tells_most() -> None:
    assert [each.statistic for each in (CPU, NETWORK, CHECKS)] == ["Average", "Sum", "Maximum"]


def test_a_strange_metric_is_averaged_and_called_by_its_own_name() -> None:
    strange = metric("QueueDepth", "Shop", Queue="orders")
    assert (strange.statistic, strange.unit, label_of(strange)) == ("Average", "None", "QueueDepth orders")


def test_a_disk_is_called_by_its_path_and_not_by_its_driver() -> None:
    assert label_of(DISK) == "Disk use /data"
    assert (
        label_of(metric("LogicalDisk % Free Space", AGENT, instance="C:", objectname="LogicalDisk")) == "Disk free C:"
    )


def test_sums_of_bytes_are_rates_and_levels_are_not() -> None:
    assert [per_second(each) for each in (NETWORK, CPU, MEMORY)] == [True, False, False]


def test_only_the_cpu_has_maxima_of_its_own() -> None:
    peak = highest(CPU)
    assert peak is not None
    assert (peak.name, peak.statistic) == ("CPUUtilization", "Maximum")
    assert highest(MEMORY) is None


def test_status_checks_are_known_as_such() -> None:
    assert is_check(CHECKS)
    assert not is_check(CPU)
