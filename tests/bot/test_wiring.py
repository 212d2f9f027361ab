"""How the pieces are put together."""

import pytest

from bot.wiring import offered
from commands import COMMANDS
from core.errors import BadRequest

EVERY = frozenset(row.name for row in COMMANDS)


@pytest.mark.parametrize(
    ("enabled", "names"),
    [
        ("*", EVERY),
        ("get_health, *", EVERY),
        ("get_health", {"get_health"}),
        (" get_health ,,get_help", {"get_health", "get_help"}),
        ("", set()),
    ],
)
def test_operations_are_offered_by_name(enabled: str, names: set[str]) -> None:
    assert offered(enabled) == names


def test_a_name_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(BadRequest, match="ENABLED_TOOLS names drop_tables"):
        offered("get_health,drop_tables")
