from datetime import timedelta

from core.answers.metrics import Metrics
from core.instance_page import events, health, page_summary, unusual
from tests.core.metrics.answers import WEB, answer_of, busy, calm, filling
from tests.core.metrics.series import CPU, DISK, restless


def words_of(metrics: Metrics | None) -> str:
    return health(WEB, (), (), metrics).words


def test_a_disk_that_fills_is_the_health_of_a_machine_on_which_nothing_is_unusual() -> None:
    well = health(WEB, (), (), answer_of({CPU: restless(), DISK: filling()}))
    assert well.words == "Disk use /data +1 % a day, full in 5 days"
    assert [each.label for each in well.trends] == ["Disk use /data"]


def test_what_lasts_is_said_beside_what_fills_up() -> None:
    assert words_of(busy()).endswith("full in 5 days; CPU 85.2 %, which is unusual")


def test_a_calm_machine_is_called_so_only_where_it_is_measured_and_judged() -> None:
    assert words_of(calm()) == "nothing unusual now"
    assert words_of(None) == "its metrics could not be asked"
    assert words_of(answer_of({CPU: lambda _: None})) == "it runs, and nothing is measured"


def test_what_the_growth_tells_is_not_unusual_as_well() -> None:
    leak = answer_of({DISK: filling(per_day=10)})
    assert unusual(leak) == ()
    assert leak.end - leak.start == timedelta(hours=24)


def test_a_page_of_which_nothing_is_known_says_so() -> None:
    assert page_summary(WEB, None, None, ()) == "web-1: how it is could not be asked; its risk could not be asked"


def test_that_nothing_was_done_to_it_is_known_only_where_all_could_be_asked() -> None:
    metrics = answer_of({CPU: restless()})
    assert events(metrics) == ()
    assert events(metrics.model_copy(update={"changes_known": False})) is None


def test_metrics_that_could_not_be_read_are_not_called_unmeasured() -> None:
    assert words_of(answer_of({})) == "it runs, and its metrics could not be read"
