"""What the doctor says about alerts."""

import pytest
from pydantic import SecretStr

from bot.alerts.checks import alert_parts
from bot.settings import Settings
from core.answers.health import State
from core.errors import NotFound
from core.people import Channel

KEYS = SecretStr("tests=a-key-of-tests-0001")


class Directory:
    def __init__(self, channel: Channel | None) -> None:
        self._channel = channel

    def channel(self, channel_id: str, *, recheck: bool = False) -> Channel:
        assert recheck
        if self._channel is None:
            raise NotFound(f"There is no channel {channel_id}.")
        return self._channel


@pytest.mark.parametrize(
    ("channel", "keys", "states"),
    [
        (Channel("C0ALERTS01", "alerts", is_member=True), KEYS, [State.GOOD, State.GOOD]),
        (Channel("C0ALERTS01", "alerts"), KEYS, [State.DOWN, State.GOOD]),
        (Channel("C0ALERTS01", "alerts", is_member=True, is_ext_shared=True), KEYS, [State.LIMITED, State.GOOD]),
        (None, KEYS, [State.DOWN]),
        (Channel("C0ALERTS01", is_member=True), SecretStr("short=x"), [State.DOWN]),
        (Channel("C0ALERTS01", is_member=True), SecretStr(""), [State.GOOD, State.LIMITED]),
    ],
)
def test_what_keeps_alerts_from_being_told_is_said(
    channel: Channel | None, keys: SecretStr, states: list[State]
) -> None:
    settings = Settings(sre_alert_channel="C0ALERTS01", sre_alert_keys=keys)
    parts = list(alert_parts(settings, Directory(channel)))  # type: ignore[arg-type]
    assert [part.state for part in parts] == states


def test_whoever_uses_no_alerts_is_told_nothing() -> None:
    assert list(alert_parts(Settings(), Directory(None))) == []  # type: ignore[arg-type]
