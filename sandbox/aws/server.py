"""Serves the account over HTTP, in a thread of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import BaseWSGIServer, make_server

from sandbox.aws.account import DEFAULT_REGION
from sandbox.aws.gateway import Gateway
from sandbox.aws.http import Handler
from sandbox.aws.world import Size, World


@dataclass(frozen=True, slots=True)
class Aws:
    """A running sandbox."""

    url: str
    world: World


def build_server(size: Size, host: str, port: int) -> tuple[BaseWSGIServer, World]:
    """Seed the account and bind the port, without serving yet."""
    world = World(size)
    application = Gateway(world, DomainDispatcherApplication(create_backend_app))
    server = make_server(host, port, application, threaded=True, request_handler=Handler)
    return server, world


def url_of(server: BaseWSGIServer) -> str:
    """Where a client finds it."""
    host, port = server.server_address[:2]
    return f"http://{host!s}:{port}"


@contextmanager
def running(
    *,
    fleet: int = 12,
    findings: int | None = None,
    latency_ms: float = 0,
    region: str = DEFAULT_REGION,
    port: int = 0,
    debug: bool = False,
    speed: float = 1.0,
) -> Iterator[Aws]:
    """A sandbox for the length of the block; moto's state is global, so one per process at a time."""
    size = Size(fleet, findings, region, latency_ms, debug, speed)
    server, world = build_server(size, "127.0.0.1", port)
    thread = Thread(target=server.serve_forever, name="sandbox-aws", daemon=True)
    thread.start()
    try:
        yield Aws(url_of(server), world)
    finally:
        world.faults.clear()
        server.shutdown()
        thread.join()
        server.server_close()
