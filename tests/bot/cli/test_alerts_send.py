"""`sre-agent alerts send`."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli.alerts_send import chosen, command, posted, sample_names
from core.alerts import normalise
from core.errors import BadRequest, Upstream

KEY = "a-key-of-tests-0001"


class Served(BaseHTTPRequestHandler):
    """Notes what is posted and answers as told."""

    got: list[tuple[str, str, Any]]
    status = 200

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).got.append((self.path, self.headers["X-Alert-Key"], body))
        answer = json.dumps({"id": "k1"} if self.status == 200 else {"error": "No key."}).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    Served.got, Served.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), Served)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_there_are_eight_samples_and_each_is_an_alert() -> None:
    assert len(sample_names()) == 8
    for name in sample_names():
        (alert,) = normalise(name, json.loads(chosen(name).read_text()))
        assert alert.title
        assert alert.kind


def test_a_sample_is_posted_with_the_key_of_its_source(server: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SRE_ALERT_KEYS", f"datadog={KEY}")
    url = f"http://127.0.0.1:{server.server_port}"
    told = CliRunner().invoke(command, ["datadog", "--url", url])
    assert told.output == "Stored as k1.\n"
    assert [(path, key) for path, key, _ in Served.got] == [("/alerts/datadog", KEY)]


def test_what_is_refused_is_told(server: HTTPServer) -> None:
    Served.status = 401
    with pytest.raises(Upstream, match="401"):
        posted(f"http://127.0.0.1:{server.server_port}/alerts/x", KEY, b"{}")


def test_where_nobody_listens_the_sentence_says_what_to_start() -> None:
    with pytest.raises(Upstream, match="Nothing answers"):
        posted("http://127.0.0.1:9/alerts/x", KEY, b"{}")


def test_a_file_that_is_not_there_names_the_samples(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="no file"):
        chosen(str(tmp_path / "none.json"))
    assert CliRunner().invoke(command, []).output.startswith("Samples: alertmanager")
