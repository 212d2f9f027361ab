"""Alerts from a queue."""

from concurrent.futures import Future

import pytest

from core.errors import Cause, Upstream
from services.aws.alert_queue import QueuedAlert
from tests.workflows.alerts.alerting import MovedClock
from workflows.alerts.arrivals import Arrival
from workflows.alerts.queue_reader import QueueReader


class Queue:
    def __init__(self, *alerts: QueuedAlert) -> None:
        self.alerts = alerts
        self.removed: list[str] = []

    def receive(self) -> tuple[QueuedAlert, ...]:
        return self.alerts

    def remove(self, alert: QueuedAlert) -> None:
        self.removed.append(alert.message_id)


class Intake:
    """Stores those whose key does not say that it cannot."""

    def __init__(self) -> None:
        self.taken: list[Arrival] = []

    def accept(self, arrival: Arrival) -> "Future[bool]":
        done: Future[bool] = Future()
        if arrival.key.endswith("bad"):
            done.set_exception(Upstream("The disk is full.", cause=Cause.BROKEN, retryable=True))
        else:
            self.taken.append(arrival)
            done.set_result(True)
        return done


def test_each_message_is_removed_after_it_is_stored() -> None:
    queue, intake = Queue(QueuedAlert("m1", "{}", "r1"), QueuedAlert("m2", "text", "r2")), Intake()
    assert QueueReader(queue, intake, MovedClock()).step() == 2  # type: ignore[arg-type]
    assert queue.removed == ["m1", "m2"]
    assert [one.key for one in intake.taken] == ["sqs-m1", "sqs-m2"]


def test_what_is_not_stored_stays_in_the_queue() -> None:
    queue = Queue(QueuedAlert("m1", "{}", "r1"), QueuedAlert("bad", "{}", "r2"), QueuedAlert("m3", "{}", "r3"))
    with pytest.raises(Upstream):
        QueueReader(queue, Intake(), MovedClock()).step()  # type: ignore[arg-type]
    assert queue.removed == ["m1"]


def test_a_notification_of_sns_counts_under_its_own_id_whichever_way_it_comes() -> None:
    body = '{"Type": "Notification", "MessageId": "n-1", "TopicArn": "t", "Message": "x"}'
    intake = Intake()
    QueueReader(Queue(QueuedAlert("m1", body, "r1")), intake, MovedClock()).step()  # type: ignore[arg-type]
    assert [one.key for one in intake.taken] == ["sns-n-1"]
