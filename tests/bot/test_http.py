"""GET /health and GET /metrics."""

import json
import socket
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from bot.health import summed_up
from bot.http import HttpServer, build_http
from bot.meter import Meter
from core.answers.health import Health, Part, State
from tests.core.examples import NOW
from tests.eventually import eventually


class Board:
    """Reports what a test set."""

    def __init__(self) -> None:
        self.state = State.GOOD
        self.detail = "x"

    def report(self) -> Health:
        return summed_up([Part(name="AWS", state=self.state, detail=self.detail)], NOW)


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def port(board: Board) -> Iterator[int]:
    server = HttpServer(build_http(board.report, Meter().registry), "127.0.0.1", 0)
    server.start()
    yield eventually(lambda: server.port)
    assert server.parts()[0].detail == f"port {server.port}"
    server.stop(5)


def get(port: int, path: str, method: str = "GET") -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path)
    answer = connection.getresponse()
    said = answer.status, answer.read()
    connection.close()
    return said


@pytest.mark.parametrize(
    ("state", "code"), [(State.GOOD, 200), (State.LIMITED, 200), (State.UNKNOWN, 200), (State.DOWN, 503)]
)
def test_a_supervisor_reads_it_from_the_code_and_a_person_from_the_body(
    board: Board, port: int, state: State, code: int
) -> None:
    board.state = state
    status, body = get(port, "/health")
    assert (status, json.loads(body)["parts"][0]["state"]) == (code, state.value)


def test_a_secret_in_a_reason_is_not_shown_to_whoever_asks_for_health(board: Board, port: int) -> None:
    board.detail = "refused by https://bot:hunter22@proxy.example"
    assert b"hunter22" not in get(port, "/health")[1]


def test_prometheus_reads_the_figures(port: int) -> None:
    status, body = get(port, "/metrics")
    assert status == 200
    assert b"# TYPE sre_operation_seconds histogram" in body


def test_there_is_nothing_else(port: int) -> None:
    assert get(port, "/")[0] == 404
    assert get(port, "/health", "POST")[0] == 405


def test_a_port_in_use_costs_http_only_and_health_says_so(board: Board) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = HttpServer(build_http(board.report, Meter().registry), "127.0.0.1", taken.getsockname()[1])
        server.start()
        problem = eventually(lambda: server.problem)
    assert "in use" in problem
    assert server.parts()[0].state is State.LIMITED
