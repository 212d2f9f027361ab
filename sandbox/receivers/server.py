"""Jira, Teams and the list of what arrived over HTTP, on one port."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from urllib.parse import parse_qsl, urlsplit

from sandbox.receivers.jira import JiraSite
from sandbox.receivers.received import Json, Received
from sandbox.receivers.teams import PATH, posted


class Receivers(ThreadingHTTPServer):
    """One process's places."""

    daemon_threads = True

    def __init__(self, port: int, received: Received) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.received = received
        self.jira = JiraSite(received)
        self.turn = Lock()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Receivers
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def do_PUT(self) -> None:
        self._answer("PUT")

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""

    def _answer(self, method: str) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            body = json.loads(raw) if raw else {}
        except ValueError:
            self._send(400, {"error": "no JSON"})
            return
        parts = urlsplit(self.path)
        with self.server.turn:
            status, said = self._routed(
                method, parts.path, parts.query, body if isinstance(body, dict) else {}, len(raw)
            )
        if self.server.received.loses_answer(parts.path):
            self.close_connection = True
            return
        self._send(status, said)

    def _routed(self, method: str, path: str, query: str, body: Json, size: int) -> tuple[int, Json | None]:
        received = self.server.received
        if path == "/control/received":
            return 200, {"entries": received.all(dict(parse_qsl(query)).get("place", ""))}
        if (method, path) == ("POST", "/control/faults"):
            received.failing, received.lost = dict(body.get("failing", {})), dict(body.get("lost", {}))
            return 200, {"ok": True}
        place = "teams" if path == PATH else "jira"
        if status := received.failing.get(place):
            return status, {"error": "planned"}
        if path == PATH and method == "POST":
            return posted(received, query, body, size)
        if path.startswith("/rest/api/3/"):
            return self.server.jira.answer(method, path, self.headers.get("Authorization", ""), body)
        return 404, {"error": f"there is no {method} {path}"}

    def _send(self, status: int, said: Json | None) -> None:
        payload = b"" if said is None else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)
