"""Alerts that could not be stored."""

from core.errors import Cause, Upstream
from tests.workflows.alerts.alerting import MovedClock
from workflows.alerts.arrivals import Arrival
from workflows.alerts.unrecorded import Unrecorded


class Slack:
    def __init__(self, *, down: bool = False) -> None:
        self.said: list[str] = []
        self.down = down

    def call(self, method: str, /, **arguments: object) -> object:
        if self.down:
            raise Upstream("Slack is down.", cause=Cause.UNREACHABLE, retryable=True)
        assert method == "chat.postMessage"
        self.said.append(str(arguments["text"]))
        return {}


def arrival(title: str) -> Arrival:
    return Arrival("tests", f'{{"title": "{title}", "severity": "critical"}}', MovedClock().now())


def test_each_is_posted_once_and_marked() -> None:
    slack = Slack()
    unrecorded = Unrecorded(slack, "C1")
    for title in ("Disk full", "Disk full", "Queue grows"):
        unrecorded.note(arrival(title))
    assert [unrecorded.post_one() for _ in range(2)] == [True, True]
    assert [line.split(":")[0] for line in slack.said] == ["Not recorded", "Not recorded"]
    assert "Disk full" in slack.said[0]


def test_once_storing_works_again_a_later_failure_is_told_anew() -> None:
    slack = Slack()
    unrecorded = Unrecorded(slack, "C1")
    unrecorded.note(arrival("Disk full"))
    unrecorded.post_one()
    unrecorded.recovered()
    unrecorded.note(arrival("Disk full"))
    unrecorded.post_one()
    assert len(slack.said) == 2


def test_without_slack_it_is_logged_and_nothing_breaks() -> None:
    for unrecorded in (Unrecorded(None, ""), Unrecorded(Slack(down=True), "C1")):
        unrecorded.note(arrival("Disk full"))
        assert unrecorded.post_one()
