"""Socket Mode against a real socket: acknowledgements, envelopes that come again, and lines that break."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult

from bot.slack.transport import SocketTransport
from sandbox.slack.seed import RITA, SRE_OPS
from sandbox.slack.server import Running, running
from sandbox.slack.shapes import TEAM
from tests.e2e.workspace import Workspace

MANIFEST = Path(__file__).parents[3] / "manifest.yaml"


@dataclass
class Connected:
    """A Slack, a transport connected to it, and the texts of the commands that were run."""

    slack: Workspace
    transport: SocketTransport
    ran: list[str] = field(default_factory=list)

    def type(self, text: str) -> dict[str, object]:
        return self.slack.post("command", as_=RITA, channel=SRE_OPS, command="/sre-help", text=text)

    def opened(self) -> int:
        entries = self.slack.get("log")["entries"]
        return sum(each["kind"] == "ws" and each["event"] == "open" for each in entries)


def echoing(ran: list[str]) -> App:
    app = App(
        process_before_response=True,
        token_verification_enabled=False,
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token="xoxb-x"),
    )

    @app.command("/sre-help")
    def echo(ack: Ack, body: dict[str, str]) -> None:
        ran.append(body["text"])
        ack(f"heard {body['text']}")

    return app


def transport_to(server: Running, app: App) -> SocketTransport:
    return SocketTransport(app, app_token=server.app_token, api_url=server.api_url, workers=4)


@pytest.fixture
def here() -> Iterator[Connected]:
    ran: list[str] = []
    with running(MANIFEST) as server:
        transport = transport_to(server, echoing(ran))
        transport.start()
        slack = Workspace(server.url)
        assert slack.connected()
        yield Connected(slack, transport, ran)
        transport.close(1)


def test_a_command_is_acknowledged_with_what_bolt_answers(here: Connected) -> None:
    assert here.type("once")["response"] == {"text": "heard once"}
    assert here.transport.problem == ""


def test_a_secret_that_somebody_types_is_not_repeated_to_them(here: Connected) -> None:
    said = str(here.type("password=hunter22")["response"])
    assert "hunter22" not in said
    assert "heard password=[password:" in said


def test_an_envelope_that_comes_twice_is_run_once_and_acknowledged_twice(here: Connected) -> None:
    here.slack.post("faults", envelopes={"duplicates": 1})
    assert here.type("twice")["response"] == {"text": "heard twice"}
    assert here.ran == ["twice"]
    log = here.slack.until(lambda: [each for each in here.slack.get("log")["entries"] if each["kind"] == "ack"][1:])
    assert len(log) == 1


def test_the_next_line_is_open_before_the_old_one_ends(here: Connected) -> None:
    here.slack.post("disconnect", reason="refresh_requested")
    assert all(here.type(str(number))["ok"] for number in range(20))
    assert here.slack.get("connections")["connections"] == 2
    assert here.ran == [str(number) for number in range(20)]


@pytest.mark.parametrize("reason", ["close", "reset"])
def test_a_line_that_ends_without_a_word_is_replaced_at_once(here: Connected, reason: str) -> None:
    here.slack.post("disconnect", reason=reason)
    began = time.monotonic()
    here.slack.until(lambda: here.opened() == 2, seconds=5)
    assert time.monotonic() - began < 1
    assert here.type("after")["ok"]


def test_a_line_that_answers_no_ping_is_replaced_within_five_seconds(here: Connected) -> None:
    here.slack.post("disconnect", reason="silence", seconds=4)
    here.slack.until(lambda: here.opened() == 2, seconds=5.5)
    assert here.slack.until(lambda: here.type("after")["ok"], seconds=5)


def test_credentials_that_slack_refuses_are_named_and_tried_again(here: Connected) -> None:
    here.slack.post("faults", installed=False)
    here.slack.post("disconnect", reason="close")
    here.slack.until(lambda: "invalid_auth" in here.transport.problem, seconds=5)
    here.slack.post("faults")
    here.slack.until(lambda: not here.transport.problem, seconds=5)
    assert here.type("again")["ok"]


def test_leaving_does_not_wait_for_a_slack_that_says_nothing() -> None:
    with running(MANIFEST) as server:
        transport = transport_to(server, echoing([]))
        transport.start()
        assert Workspace(server.url).connected()
        Workspace(server.url).post("disconnect", reason="silence")
        began = time.monotonic()
        transport.close(0.2)
        assert time.monotonic() - began < 1
