"""The thread that reads alerts."""

from threading import Event

from core.errors import Cause, Upstream
from tests.eventually import eventually
from workflows.alerts.worker import AlertWorker


class Desk:
    """Fails as often as it is told, then works."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.steps, self.recalled = 0, 0
        self.worked = Event()

    def recall(self) -> None:
        self.recalled += 1

    def step(self) -> bool:
        if self.failures:
            raise self.failures.pop(0)
        self.steps += 1
        self.worked.set()
        return False


def run(desk: Desk) -> AlertWorker:
    worker = AlertWorker(desk, lambda: None, backoff_s=0.01)  # type: ignore[arg-type]
    worker.start()
    return worker


def test_it_goes_on_after_the_store_did_not_answer_and_after_a_mistake() -> None:
    desk = Desk(Upstream("The disk is full.", cause=Cause.BROKEN, retryable=True), RuntimeError("a mistake"))
    worker = run(desk)
    assert desk.worked.wait(10)
    eventually(lambda: worker.problem == "")
    assert desk.recalled == 1
    worker.stop(5)


def test_it_is_woken_by_what_is_stored() -> None:
    desk = Desk()
    worker = run(desk)
    assert desk.worked.wait(10)
    desk.worked.clear()
    worker.wake()
    assert desk.worked.wait(10)
    worker.stop(5)
