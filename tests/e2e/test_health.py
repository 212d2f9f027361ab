"""GET /health of the real process, and what its log keeps to itself."""

from sandbox.slack.seed import RITA, SRE_OPS
from tests.e2e.conftest import House
from tests.e2e.processes import part_of


def test_health_has_the_keys_that_supervisors_read(house: House) -> None:
    status, health = house.bot.health_when(lambda told: told["status"] == "healthy")
    assert status == 200
    assert set(health) == {"status", "bot_status", "mcp_status", "version", "at", "parts"}
    assert (health["bot_status"], health["mcp_status"]) == ("active", "connected")


def test_health_names_every_part_with_its_state(house: House) -> None:
    _, health = house.bot.health_when(lambda told: part_of(told, "AWS").get("state") == "good")
    for name in ("Slack", "AWS", "state", "messages", "work", "HTTP"):
        assert part_of(health, name)["state"] == "good", name


def test_the_log_keeps_tokens_triggers_and_response_urls_to_itself(house: House) -> None:
    card = house.workspace.type("/sre-vuln-check")
    house.workspace.press(card, "Show all ")
    house.workspace.until(house.workspace.modal)
    house.workspace.press_for_answer(card, "Analyse ")
    house.workspace.post("command", as_=RITA, channel=SRE_OPS, command="/sre-vuln-check", text="nonsense")
    secrets = house.workspace.secrets()
    assert len(secrets) > 6
    assert house.bot.log
    assert not [secret for secret in secrets if secret in house.bot.log]


def test_the_log_is_one_json_object_a_line(house: House) -> None:
    lines = house.bot.log.splitlines()
    assert lines
    assert all(line.startswith('{"at": ') and line.endswith("}") for line in lines)
