"""A vendor's own protocol, spoken by a server on this machine."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from core.errors import Upstream
from services.reasoning.models import Choice, PydanticReasoner

CHOICE = Choice("us-west-2", anthropic_key="obviously-fake")
GOOD = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": CHOICE.anthropic_model,
    "content": [{"type": "text", "text": "OK"}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 9, "output_tokens": 1},
}
REFUSED = {"type": "error", "error": {"type": "authentication_error", "message": "invalid x-api-key"}}


class Vendor(HTTPServer):
    """Answers every message alike, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 200
        self.answer: dict[str, object] = dict(GOOD)
        self.asked: list[dict[str, object]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Vendor

    def do_POST(self) -> None:
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        body = json.dumps(self.server.answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the test looks at what was asked."""


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendor]:
    server = Vendor()
    monkeypatch.setenv("ANTHROPIC_BASE_URL", f"http://127.0.0.1:{server.server_port}")
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_one_short_message_proves_that_the_model_answers(vendor: Vendor) -> None:
    PydanticReasoner(CHOICE, 10).check()
    [asked] = vendor.asked
    assert (asked["model"], asked["max_tokens"]) == (CHOICE.anthropic_model, 16)


def test_a_key_that_is_refused_is_told_and_never_shown(vendor: Vendor) -> None:
    vendor.status, vendor.answer = 401, dict(REFUSED)
    with pytest.raises(Upstream, match=r"is not accepted \(HTTP 401\)") as told:
        PydanticReasoner(CHOICE, 10).check()
    assert "obviously-fake" not in str(told.value)
