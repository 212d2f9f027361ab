"""Messages of other bots as alerts."""

import json
from concurrent.futures import Future
from typing import Any

import pytest

from bot.slack.watched import Watched, payload
from core.alerts import AlertLevel, AlertState, normalise
from core.clock import SystemClock
from workflows.alerts.arrivals import Arrival


class NoIntake:
    def accept(self, arrival: Arrival) -> "Future[bool]":
        raise AssertionError(arrival)


def watched() -> Watched:
    return Watched(frozenset({"C1"}), NoIntake(), lambda event: event["bot_id"] == "BOURS")  # type: ignore[arg-type]


def said(**fields: object) -> dict[str, Any]:
    return {
        "type": "message",
        "channel": "C1",
        "bot_id": "B1",
        "ts": "1793613600.000100",
        "text": "Disk full",
        **fields,
    }


def test_a_message_of_another_bot_in_a_watched_channel_is_an_alert() -> None:
    arrival = watched().arrival(said(), SystemClock())
    assert arrival is not None
    assert (arrival.source, arrival.key) == ("slack", "slack-C1-1793613600.000100")
    assert json.loads(arrival.body)["title"] == "Disk full"


@pytest.mark.parametrize(
    "event",
    [
        said(channel="C2"),
        said(bot_id=None),
        said(bot_id="BOURS"),
        said(subtype="message_changed"),
        said(thread_ts="1793613000.000001"),
    ],
)
def test_any_other_message_is_let_go(event: dict[str, Any]) -> None:
    assert watched().arrival(event, SystemClock()) is None


def test_attachments_bring_the_title_the_colour_and_the_fields() -> None:
    attachment = {
        "color": "danger",
        "title": "[FIRING:1] Lag",
        "text": "orders lags",
        "fields": [{"title": "service", "value": "orders"}],
    }
    (alert,) = normalise("slack", payload(said(text="", attachments=[attachment])))
    assert (alert.title, alert.severity, alert.state) == ("[FIRING:1] Lag", AlertLevel.HIGH, AlertState.FIRING)
    assert alert.labels["service"] == "orders"


def test_blocks_alone_can_be_read() -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Queue grows"}}]
    (alert,) = normalise("slack", payload(said(text="", blocks=blocks)))
    assert alert.title == "Queue grows"
