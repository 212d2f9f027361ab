"""What the doctor finds."""

from pathlib import Path

import pytest

from bot.doctor import examine
from core.answers.health import Part, State
from services.reasoning.models import PydanticReasoner


@pytest.fixture(autouse=True)
def away_from_aws_and_slack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SRE_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SRE_DATA_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SRE_AUDIT_DIR", str(tmp_path / "audit"))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setattr("services.aws.session.PATIENCE.retries", {"total_max_attempts": 1})


def found(config: Path | None = None) -> dict[str, Part]:
    return {part.name: part for part in examine(config)}


def test_each_part_says_how_to_mend_it(tmp_path: Path) -> None:
    parts = found()
    assert list(parts) == ["settings", "packages", "state", "AWS", "Slack", "policy"]
    assert (parts["state"].state, parts["state"].detail) == (State.GOOD, str(tmp_path / "state"))
    assert (parts["AWS"].state, parts["Slack"].state) == (State.DOWN, State.DOWN)
    assert parts["AWS"].advice
    assert "sre-agent manifest" in parts["Slack"].advice


def test_a_misspelt_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SRE_DATADIR", "x")
    assert found()["settings"].detail == "SRE_DATADIR mean nothing here"


def test_wrong_settings_are_the_only_finding(tmp_path: Path) -> None:
    assert found(tmp_path / "missing.toml").keys() == {"settings"}


def test_a_state_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "state.db").write_text("not a database")
    assert "damaged or no state file" in found()["state"].detail


def test_slack_that_cannot_be_reached_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")
    assert "could not be reached" in found()["Slack"].detail


def test_a_specialist_of_the_team_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "payments.toml").write_text('name = "payments"')
    monkeypatch.setenv("SRE_SPECIALISTS_DIR", str(tmp_path))
    assert found()["specialists"].state is State.LIMITED
    assert "payments.toml has no `match`" in found()["specialists"].detail
    (tmp_path / "payments.toml").write_text('name = "payments"\nmatch = ["pay"]')
    assert found()["specialists"].detail == "1 of the team's own"


def test_calls_that_are_given_are_counted_and_those_of_another_shape_get_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "sre-agent.toml"
    file.write_text('[sre_calls]\ncheckout = ["payments", "orders-db"]\npayments = ["orders-db"]\n')
    assert (found(file)["calls"].state, found(file)["calls"].detail) == (State.GOOD, "3 given, between 3 components")
    monkeypatch.setenv("SRE_CALLS", '{"checkout": "payments"}')
    part = found(file)["settings"]
    assert part.state is State.DOWN
    said = 'what checkout calls is no list; write checkout = ["payments", "orders-db"]'
    assert part.detail == f"The setting SRE_CALLS is wrong: {said}."


def test_a_model_that_answers_is_named_with_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEDROCK_MODEL_ID", "anthropic.claude-haiku")
    monkeypatch.setattr(PydanticReasoner, "check", lambda _: None)
    part = found()["model"]
    assert (part.state, part.detail) == (State.GOOD, "anthropic.claude-haiku words explanations, at most 2 USD a day")


def test_a_model_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "obviously-fake")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    part = found()["model"]
    assert part.state is State.LIMITED
    assert "Explanations are told in our own words." in part.detail
