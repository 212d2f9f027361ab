"""/sre-rules."""

from commands.rules import list_detection_rules
from tests.commands.caller import context_of, small_account


def test_nothing_ruled_is_said() -> None:
    told = list_detection_rules(context_of(small_account()))
    assert (told.rulings, told.summary, told.folder) == ((), "No rule is muted", "")
