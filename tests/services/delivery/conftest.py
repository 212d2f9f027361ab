"""The sandbox's places, in this process."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Thread

import pytest

from sandbox.ports import free_port
from sandbox.receivers.mail import mail_server
from sandbox.receivers.received import Json, Received
from sandbox.receivers.server import Receivers


@dataclass(frozen=True)
class Outside:
    """Where they listen, and what arrived there."""

    url: str
    smtp_url: str
    received: Received

    def got(self, place: str) -> list[Json]:
        return self.received.all(place)


@pytest.fixture
def outside() -> Iterator[Outside]:
    received = Received()
    port = free_port()
    server, mail = Receivers(0, received), mail_server(received, port)
    mail.start()
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield Outside(server.url, f"smtp://127.0.0.1:{port}", received)
    server.shutdown()
    server.server_close()
    mail.stop()
