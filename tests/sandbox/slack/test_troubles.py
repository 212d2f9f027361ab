"""Something goes wrong at a wish of the page: the AWS half raises it, and its alarm is posted."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from sandbox.aws.server import running as account
from sandbox.slack.server import Running, running
from sandbox.slack.troubles import Troubles
from tests.e2e.processes import asked
from tests.sandbox.page.echo_bot import MANIFEST

TAKEN: list[tuple[str, dict[str, Any]]] = []


class Taking(BaseHTTPRequestHandler):
    """Takes alerts that come with the right key."""

    def do_POST(self) -> None:
        """Keep it."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        TAKEN.append((self.headers["X-Alert-Key"], body))
        self.send_response(200 if self.headers["X-Alert-Key"] == "right" else 401)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def door() -> Iterator[str]:
    TAKEN.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/alerts/x"
    server.shutdown()
    server.server_close()


@pytest.fixture
def slack() -> Iterator[Running]:
    with running(MANIFEST) as started:
        yield started


def test_alone_nothing_can_go_wrong(slack: Running) -> None:
    assert asked(slack.url, "GET", "/control/troubles") == (200, {"troubles": {}})
    status, answer = asked(slack.url, "POST", "/control/trouble", {"kind": "disk-full"})
    assert (status, answer["detail"]) == (400, "Nothing can go wrong here: this half was started alone.")


def test_a_wish_raises_it_and_posts_its_alarm(slack: Running, door: str) -> None:
    with account(fleet=12, findings=0) as aws:
        slack.sandbox.troubles = Troubles(f"{aws.url}/control/stories", door, "right")
        kinds = asked(slack.url, "GET", "/control/troubles")[1]["troubles"]
        assert kinds["disk-full"] == "A disk fills up"
        assert asked(slack.url, "POST", "/control/trouble", {"kind": "disk-full"})[1]["cause"] == "disk_full"
        assert [(key, alarm["AlarmName"]) for key, alarm in TAKEN] == [("right", "web-1-disk")]
        assert asked(slack.url, "POST", "/control/trouble", {"kind": "flood"})[0] == 400
        slack.sandbox.troubles = Troubles(f"{aws.url}/control/stories", door, "wrong")
        refused = asked(slack.url, "POST", "/control/trouble", {"kind": "disk-full"})
        assert (refused[0], refused[1]["detail"]) == (400, f"Its alarm was not taken at {door} (401).")


def test_an_account_that_does_not_answer_is_said_so(slack: Running) -> None:
    slack.sandbox.troubles = Troubles("http://127.0.0.1:1/control/stories", "", "")
    status, answer = asked(slack.url, "GET", "/control/troubles")
    assert (status, answer["detail"]) == (400, "The AWS half does not answer.")
