"""A change that must not be made any more does not leave, however late that is noticed."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from core.errors import Conflict
from services.aws.changes.fence import behind, guard
from services.aws.changes.reboots import Reboots
from services.aws.changes.writer import Writer
from services.aws.pace import Pace
from services.aws.session import Aws, session_with
from tests.services.aws.changes.changing import MACHINE, RUN, ActingHere, described
from tests.services.aws.wire import Wire

REGION, ACCOUNT = "us-west-2", "123456789012"
DONE = b'<RebootInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><return>true</return></RebootInstancesResponse>'


class Endpoint(ThreadingHTTPServer):
    """Says yes to every request, and counts them."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.requests = 0


class Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Endpoint)
        self.server.requests += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(DONE)))
        self.end_headers()
        self.wfile.write(DONE)

    def log_message(self, *_: object) -> None:
        """Not needed."""


class Gate:
    """A fence that is open, then shut; it writes down when it is looked at."""

    def __init__(self, happened: list[str], *, shut_when_leaving: bool) -> None:
        self._happened = happened
        self._shut = shut_when_leaving

    def check(self) -> None:
        self._happened.append("check")

    def leaving(self) -> None:
        self._happened.append("leaving")
        if self._shut:
            raise Conflict("Somebody else has it.")


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    server = Endpoint()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    yield server
    server.shutdown()
    server.server_close()


def acting(happened: list[str]) -> Aws:
    """The clients of a role, each call of which waits for its turn."""
    session = session_with("AKIAEXAMPLE", "secret", "token")
    guard(session.events)
    pace = Pace(sleep=lambda _: happened.append("waited"))
    for _ in range(200):
        pace.bucket("ec2.RebootInstances").take()
    return Aws(REGION, ACCOUNT, session=session, pace=pace)


def reboots(aws: Aws, wire: Wire, happened: list[str], *, shut_when_leaving: bool) -> Reboots:
    wire.on("ec2", "DescribeInstances", lambda _: described(opted_in=True))
    fence = Gate(happened, shut_when_leaving=shut_when_leaving)
    return Reboots(Writer(aws, ActingHere(acting(happened)), RUN, frozenset({MACHINE}), fence))


def test_a_lease_that_is_lost_while_the_request_waits_for_its_turn_lets_nothing_leave(
    aws: Aws, wire: Wire, endpoint: Endpoint
) -> None:
    happened: list[str] = []
    with pytest.raises(Conflict):
        reboots(aws, wire, happened, shut_when_leaving=True).reboot(MACHINE)
    assert (endpoint.requests, happened) == (0, ["check", "waited", "leaving"])


def test_a_lease_that_holds_lets_it_leave_once(aws: Aws, wire: Wire, endpoint: Endpoint) -> None:
    happened: list[str] = []
    reboots(aws, wire, happened, shut_when_leaving=False).reboot(MACHINE)
    assert (endpoint.requests, happened) == (1, ["check", "waited", "leaving"])


def test_what_is_asked_outside_of_a_fence_is_not_held_up(endpoint: Endpoint) -> None:
    happened: list[str] = []
    client = acting(happened).client("ec2")
    with behind(Gate(happened, shut_when_leaving=True)):
        pass
    client.reboot_instances(InstanceIds=[MACHINE])
    assert (endpoint.requests, happened) == (1, ["waited"])
