"""Speaks HTTP as AWS's endpoints do: connections are kept alive, and a fault may cut one."""

import io
import logging
import os
import socket
import struct
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from moto.moto_server.werkzeug_app import MotoRequestHandler

Header = tuple[str, str]
# Zero seconds of lingering turn a close into a reset (RST) of the connection.
_RESET = struct.pack("ii", 1, 0)
_LENGTH = "content-length"

_log = logging.getLogger(__name__)


class ConnectionCutError(Exception):
    """The client gets no answer: its connection is closed, or reset."""

    def __init__(self, *, reset: bool) -> None:
        super().__init__("reset" if reset else "closed")
        self.reset = reset


class Handler(MotoRequestHandler):
    """Silent, and without the 40 ms that Nagle's algorithm costs a kept-alive connection.

    Werkzeug closes each connection after one answer, which no AWS endpoint does.
    """

    disable_nagle_algorithm = True
    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object) -> None:
        """Say nothing."""

    def run_wsgi(self) -> None:
        """Answer one request whole, and leave the connection open for the next."""
        if self.headers.get("Expect", "").strip().lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        environ = self.make_environ()
        if environ.get("wsgi.input_terminated"):
            self.close_connection = True  # sent in chunks: what is left of it unread is not known
        else:
            body = self.rfile.read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
        try:
            self._reply(*self._answered(environ))
        except ConnectionCutError as cut:
            self._cut(cut)
        except ConnectionError as error:
            self.close_connection = True
            self.connection_dropped(error, environ)

    def _answered(self, environ: dict[str, Any]) -> tuple[int, list[Header], bytes]:
        started: list[tuple[str, list[Header]]] = []

        def start_response(line: str, headers: list[Header], *_: object) -> Callable[[bytes], object]:
            started.append((line, headers))
            return len  # nobody here uses WSGI's old way to write

        try:
            body = b"".join(self.server.app(environ, start_response))
        except (ConnectionCutError, ConnectionError):
            raise
        except Exception:  # noqa: BLE001  the edge of a request: moto raises for what it has not got
            _log.exception("%s %s failed", environ["REQUEST_METHOD"], environ["PATH_INFO"])
            return HTTPStatus.INTERNAL_SERVER_ERROR, [("Content-Type", "text/html")], b"<p>Internal Server Error</p>"
        line, headers = started[-1]
        return int(line.split(" ", 1)[0]), headers, body

    def _reply(self, status: int, headers: Iterable[Header], body: bytes) -> None:
        self.send_response(status)
        told = dict(headers)
        for name, value in told.items():
            self.send_header(name, value)
        if not any(name.lower() == _LENGTH for name in told):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _cut(self, cut: ConnectionCutError) -> None:
        self.close_connection = True
        if cut.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        # The streams beside it hold the socket open, and its orderly end would come before a reset.
        os.close(self.connection.detach())
