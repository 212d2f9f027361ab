import threading

from core.causes.subject import Subject
from core.gaps import Gap
from core.progress import Silent
from services.aws.crew import Crew
from tests.core.examples import NOW
from tests.workflows.explaining.world import Bringing, alert, measured
from tests.workflows.fakes import DENIED
from workflows.explaining.case import Case, Gathered
from workflows.explaining.gathering import Gathering

CASE = Case(alert(), Subject(), {}, NOW, NOW)


def _refused(_: Case) -> Gathered:
    raise DENIED


def _mistaken(_: Case) -> Gathered:
    raise ZeroDivisionError


def _gathered(deadline_s: float = 2.0, **collectors: Bringing) -> Gathered:
    with Crew(4) as crew:
        return Gathering(collectors, crew, deadline_s).gather(list(collectors), CASE, Silent())


def test_all_that_collectors_bring_is_put_together() -> None:
    one, two = measured("a"), measured("b")
    found = _gathered(x=Bringing(Gathered((one,))), y=Bringing(Gathered((two,), (Gap(what="z", why="w"),))))
    assert found.evidence == (one, two)
    assert [gap.what for gap in found.gaps] == ["z"]


def test_a_refusal_leaves_a_gap_and_the_others_stand() -> None:
    found = _gathered(x=Bringing(_refused, "the logs"), y=Bringing(Gathered((measured("b"),))))
    assert [each.kind for each in found.evidence] == ["b"]
    assert found.gaps[0].what == "the logs"
    assert "AccessDenied" in found.gaps[0].why


def test_a_mistake_in_one_collector_is_a_gap_too() -> None:
    found = _gathered(x=Bringing(_mistaken, "the logs"))
    assert "failed unexpectedly (ZeroDivisionError)" in found.gaps[0].why


def test_one_that_hangs_is_left_behind_at_its_deadline() -> None:
    release = threading.Event()

    def hang(_: Case) -> Gathered:
        release.wait(10)
        return Gathered()

    threading.Timer(0.6, release.set).start()
    found = _gathered(0.2, x=Bringing(hang, "the logs"), y=Bringing(Gathered((measured("b"),))))
    assert [each.kind for each in found.evidence] == ["b"]
    assert "had not answered" in found.gaps[0].why


def test_a_collector_that_is_not_set_up_is_said_and_is_no_failure() -> None:
    with Crew(1) as crew:
        [gap] = Gathering({}, crew).gather(["moon"], CASE, Silent()).gaps
    assert gap.by_choice
