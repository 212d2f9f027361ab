"""Posts over connections that stay open."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import Event, Thread

import pytest

from core.errors import Cause, Upstream
from services.slack.http import Http

PEERS: list[tuple[str, int]] = []
CLOSED = Event()
PIECE, PAUSE_S = 1_000_000, 0.08


class Counting(BaseHTTPRequestHandler):
    """Notes the peer of each request; `/last` closes the connection after its answer, `/slow` reads piece by piece."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer with nothing much."""
        PEERS.append(self.client_address)
        left = int(self.headers["Content-Length"])
        while left:
            left -= len(self.rfile.read(min(left, PIECE)))
            time.sleep(PAUSE_S if self.path == "/slow" else 0)
        self.send_response(302 if self.path == "/moved" else 200)
        self.send_header("Content-Length", "2")
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(b"ok")
        self.close_connection = self.path == "/last"

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Says when it has closed a connection."""

    daemon_threads = True

    def shutdown_request(self, request: socket | tuple[bytes, socket]) -> None:
        """Close it, then say so."""
        super().shutdown_request(request)
        CLOSED.set()


@pytest.fixture
def url() -> Iterator[str]:
    PEERS.clear()
    CLOSED.clear()
    server = Server(("127.0.0.1", 0), Counting)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_one_connection_serves_several_posts(url: str) -> None:
    http = Http(url, 5)
    assert [http.post("x", f"{url}/a", b"1", {}).text for _ in range(3)] == ["ok"] * 3
    assert len(set(PEERS)) == 1


def test_a_connection_that_slack_closed_is_replaced(url: str) -> None:
    http = Http(url, 5)
    http.post("x", f"{url}/last", b"1", {})
    assert CLOSED.wait(10)
    assert http.post("x", f"{url}/a", b"1", {}).status == 200
    assert len(set(PEERS)) == 2


def test_a_redirect_is_not_followed(url: str) -> None:
    assert Http(url, 5).post("x", f"{url}/moved", b"1", {}).status == 302
    assert len(PEERS) == 1


def test_nothing_listening_is_unreachable() -> None:
    with pytest.raises(Upstream) as caught:
        Http("http://127.0.0.1:1", 5).post("x", "http://127.0.0.1:1/a", b"1", {})
    assert caught.value.cause is Cause.UNREACHABLE


def test_a_large_body_may_take_longer_than_any_of_its_pieces(url: str) -> None:
    began = time.monotonic()
    assert Http(url, 1.2).post("x", f"{url}/slow", bytes(32 * PIECE), {}).status == 200
    assert time.monotonic() - began > 1.2
