import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import boto3
import pytest

from services.aws.inspector import Inspector
from services.aws.session import Aws
from tests.services.aws.wire import ACCOUNT, Wire


@pytest.fixture(autouse=True)
def _no_machine_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture(scope="session")
def session() -> boto3.Session:
    # One for all tests, because each session reads the models of the services anew.
    return boto3.Session("AKIAEXAMPLE", "example")


@pytest.fixture
def aws(session: boto3.Session) -> Aws:
    return Aws("us-west-2", ACCOUNT, session=session)


@pytest.fixture
def wire(aws: Aws) -> Wire:
    return Wire(aws)


@pytest.fixture
def inspector(aws: Aws) -> Iterator[Inspector]:
    with ThreadPoolExecutor(4) as pool:
        yield Inspector(aws, pool)


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield int(taken.getsockname()[1])


class _Page(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = b"<html>A proxy's page</html"
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def web_page() -> Iterator[str]:
    """The address of something that is not AWS."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
