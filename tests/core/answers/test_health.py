"""Answers about the assistant itself."""

from core.answers.health import Health, Part, State
from tests.core.examples import NOW


def test_health_survives_json() -> None:
    parts = tuple(Part(name=state.value, state=state, detail="x") for state in State)
    health = Health(status="healthy", bot_status="active", mcp_status="connected", version="1", at=NOW, parts=parts)
    assert Health.model_validate_json(health.model_dump_json()) == health
