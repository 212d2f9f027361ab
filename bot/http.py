"""GET /health and GET /metrics over HTTP, for load balancers and Prometheus; alerts; MCP where there are keys."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from threading import Thread
from typing import Protocol

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from core.answers.health import Health, Part, State
from core.redact import redact_deep

_log = logging.getLogger(__name__)
_UNAVAILABLE = 503
# A client that keeps a stream open does not hold up the end.
_CLOSE_S = 1


class Door(Protocol):
    """An application of its own below one address."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """To be entered for as long as requests are served."""
        ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        ...


def build_http(
    health: Callable[[], Health], figures: CollectorRegistry, mcp: Door | None = None, *others: Route
) -> Starlette:
    """The application. `mcp` is served below /mcp, and `others` where they say."""

    def get_health(request: Request) -> JSONResponse:
        del request
        report = health()
        return JSONResponse(
            redact_deep(report.model_dump(mode="json")), 200 if report.status != "unhealthy" else _UNAVAILABLE
        )

    def get_metrics(request: Request) -> Response:
        del request
        return Response(generate_latest(figures), media_type=CONTENT_TYPE_LATEST)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with mcp.running() if mcp else nullcontext():
            yield

    doors = [Route("/mcp", mcp)] if mcp else []
    routes = [Route("/health", get_health), Route("/metrics", get_metrics), *others, *doors]
    return Starlette(routes=routes, lifespan=lifespan)


class HttpServer:
    """Serves the application on a thread of its own. A port in use costs HTTP only, and health says so."""

    def __init__(self, app: Starlette, host: str, port: int) -> None:
        config = uvicorn.Config(
            app, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=_CLOSE_S
        )
        self._server = uvicorn.Server(config)
        self._thread = Thread(target=self._run, name="http", daemon=True)
        self.problem = ""

    def start(self) -> None:
        """Serve in the background."""
        self._thread.start()

    def stop(self, timeout_s: float) -> None:
        """Finish the answers under way and close."""
        self._server.should_exit = True
        self._thread.join(timeout_s)

    @property
    def port(self) -> int:
        """The port that is served; the one that was asked for until then."""
        listening = [socket for server in getattr(self._server, "servers", ()) for socket in server.sockets]
        return int(listening[0].getsockname()[1]) if listening else self._server.config.port

    def parts(self) -> list[Part]:
        """Whether the port is served."""
        if self.problem:
            return [Part(name="HTTP", state=State.LIMITED, detail=self.problem, advice="Set MCP_SERVER_PORT.")]
        return [Part(name="HTTP", state=State.GOOD, detail=f"port {self.port}")]

    def _run(self) -> None:
        config = self._server.config
        try:
            self._server.run()
        except SystemExit:
            # uvicorn leaves this way when it cannot bind, having logged why.
            self.problem = f"port {config.port} on {config.host} is in use or not allowed"
            _log.warning("HTTP: %s; set MCP_SERVER_PORT", self.problem)
