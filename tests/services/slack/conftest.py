"""A web server that answers like Slack, as told, and remembers what it was asked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest


@dataclass
class FakeSlack:
    """Answers by path: `answers[path]` is (status, body, headers); a body of None hangs up without an answer."""

    url: str = ""
    answers: dict[str, tuple[int, str | None, dict[str, str]]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any], dict[str, str]]] = field(default_factory=list)

    def says(self, method: str, body: dict[str, Any] | str | None, status: int = 200, **headers: str) -> None:
        said = json.dumps(body) if isinstance(body, dict) else body
        self.answers[f"/api/{method}"] = (
            status,
            said,
            {key.replace("_", "-"): value for key, value in headers.items()},
        )

    def times(self, method: str) -> int:
        return sum(path == f"/api/{method}" for path, _, _ in self.asked)


def _handler(fake: FakeSlack) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            body = json.loads(text) if text.startswith("{") else {key: one for key, [one] in parse_qs(text).items()}
            fake.asked.append((self.path, body, dict(self.headers)))
            status, said, headers = fake.answers.get(self.path, (200, '{"ok": true}', {}))
            if said is None:
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said.encode())

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing."""

    return Handler


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    fake = FakeSlack()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(fake))
    fake.url = f"http://127.0.0.1:{server.server_port}/api/"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield fake
    server.shutdown()
    server.server_close()
