"""Settings."""

from pathlib import Path

import pytest

from bot.settings import Settings, load, unknown_names
from core.errors import BadRequest


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


def written(folder: Path, text: str, name: str = "other.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_everything_has_a_default_but_the_tokens(tmp_path: Path) -> None:
    settings = load()
    assert not settings.slack_configured
    assert (settings.aws_region, settings.enabled_tools, settings.log_level) == ("us-west-2", "*", "INFO")
    assert settings.sre_data_dir == tmp_path / "sre-agent"


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = written(tmp_path, 'aws_region = "eu-central-1"\nmcp_server_port = 9000\n')
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    settings = load(file)
    assert (settings.aws_region, settings.mcp_server_port) == ("eu-west-1", 9000)


def test_the_file_is_found_by_option_by_name_and_by_its_usual_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    written(tmp_path, 'aws_region = "eu-central-1"', "sre-agent.toml")
    assert load().aws_region == "eu-central-1"
    monkeypatch.setenv("SRE_CONFIG", str(written(tmp_path, 'aws_region = "eu-west-2"')))
    assert load().aws_region == "eu-west-2"
    assert load(written(tmp_path, 'aws_region = "eu-west-3"', "third.toml")).aws_region == "eu-west-3"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('slak_token = "xoxb-secret"', "The setting SLAK_TOKEN is wrong"),
        ("mcp_server_port = 70000", "The setting MCP_SERVER_PORT is wrong"),
        ("aws_region = ", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not_shown(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadRequest, match=said) as refused:
        load(written(tmp_path, text))
    assert "xoxb-secret" not in str(refused.value)


def test_a_file_that_is_named_and_missing_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="does not exist"):
        load(tmp_path / "missing.toml")


def test_tokens_do_not_show_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    assert load().slack_configured
    assert "xoxb-1" not in repr(load())


def test_names_that_mean_nothing_here_are_found() -> None:
    assert unknown_names({"SRE_DATADIR": "x", "SRE_DATA_DIR": "x", "PATH": "x"}) == ["SRE_DATADIR"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SRE_TIMEZONE", "Mars/Olympus", "Europe/Berlin"),
        ("SRE_TIMEZONE", "../etc", "Europe/Berlin"),
        ("SRE_BUSINESS_HOURS", "nine to five", "Mon-Fri 09:00-18:00"),
        ("SRE_WINDOW_MINUTES", "0", "15"),
    ],
)
def test_times_of_a_team_that_cannot_be_read_get_a_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadRequest) as told:
        load()
    assert name in told.value.sentence
    assert said in told.value.sentence


def test_calls_are_a_table_of_the_file_or_json_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = written(tmp_path, 'sre_calls = { checkout = ["payments"] }')
    assert load(file).sre_calls == {"checkout": ("payments",)}
    monkeypatch.setenv("SRE_CALLS", '{"web": ["cart", "cart"]}')
    assert load(file).sre_calls == {"web": ("cart",)}
    monkeypatch.setenv("SRE_CALLS", "web=cart")
    with pytest.raises(BadRequest, match="SRE_CALLS is wrong: it is no JSON"):
        load(file)


def test_change_calendars_are_a_list_of_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SRE_CHANGE_CALENDARS", "freeze, nights,,freeze")
    assert load().change_calendars == ("freeze", "nights")


POLICY_TOML = """
[sre_policy]
approvers = ["S0APPROVER"]
[sre_policy.quiet_hours]
start = "22:00"
end = "06:00"
zone = "Europe/Berlin"
[[sre_policy.freezes]]
name = "end of year"
start = 2026-12-20T00:00:00+01:00
end = 2027-01-04T08:00:00+01:00
"""


def test_the_policy_is_a_table_of_the_file_or_json_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    policy = load(written(tmp_path, POLICY_TOML)).sre_policy
    assert (policy.approvers, policy.freezes[0].name) == (("S0APPROVER",), "end of year")
    monkeypatch.setenv("SRE_POLICY", '{"approvers": ["U0APPROVE1"]}')
    assert load().sre_policy.approvers == ("U0APPROVE1",)


def test_without_a_policy_nobody_may_approve() -> None:
    assert load().sre_policy.approvers == ()


def test_a_wrong_policy_is_refused_with_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"The setting SRE_POLICY is wrong: .*'everyone' is no Slack user"):
        load(written(tmp_path, '[sre_policy]\napprovers = ["everyone"]'))
