"""MCP over HTTP: each request bears a key of the policy, speaks for its owner, and is counted against its allowance.

Requests stand alone, without a session, so that any replica can answer any of them.
https://modelcontextprotocol.io/specification/2025-11-25/basic/transports
"""

import logging
import math
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from bot.allowance import Allowance
from bot.mcp_server import Caller, Request, build_server
from commands.context import Context
from core.actor import Actor, Door
from core.clock import Clock
from core.mcp_keys import McpKey, holder

_log = logging.getLogger(__name__)
PATH = "/mcp"
_KEY = "sre.mcp_key"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_NO_KEY = "This needs a key: Authorization: Bearer, with a key that the policy names under mcp_keys."
# On this machine a page in somebody's browser could ask under a name that it lets point here.
_LOCAL_NAMES = TransportSecuritySettings(
    allowed_hosts=["127.0.0.1:*", "localhost:*", "[::1]:*"],
    allowed_origins=["http://127.0.0.1:*", "http://localhost:*", "http://[::1]:*"],
)


class McpHttp:
    """The application below `/mcp`. `team_id` is the installed workspace's, `host` the address that is listened on."""

    def __init__(
        self,
        context: Context,
        offered: frozenset[str],
        keys: tuple[McpKey, ...],
        team_id: Callable[[], str],
        clock: Clock,
        host: str,
    ) -> None:
        self._offered = offered
        self._keys = keys
        self._team_id = team_id
        self._allowances = {key.name: Allowance(key.per_minute, clock) for key in keys}
        self._manager = StreamableHTTPSessionManager(
            build_server(context, offered, self._caller),
            stateless=True,
            security_settings=_LOCAL_NAMES if host in _LOOPBACK else None,
        )

    def running(self) -> AbstractAsyncContextManager[None]:
        """To be entered for as long as requests are served."""
        return self._manager.run()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        key = holder(self._keys, _presented(scope))
        if key is None:
            refused = JSONResponse({"error": _NO_KEY}, 401, {"WWW-Authenticate": 'Bearer realm="sre-agent"'})
            await refused(scope, receive, send)
            return
        if wait_s := self._allowances[key.name].take():
            _log.warning("MCP key %s asks too often", key.name)
            said = f"The key {key.name} may ask {key.per_minute} times a minute."
            await JSONResponse({"error": said}, 429, {"Retry-After": str(math.ceil(wait_s))})(scope, receive, send)
            return
        await self._manager.asgi_app({**scope, _KEY: key}, receive, send)

    def _caller(self, request: Request) -> Caller:
        """Whom a request speaks for, and what it may use."""
        http: Any = request.request
        key: McpKey = http.scope[_KEY]
        tools = frozenset(name for name in self._offered if key.may_use(name))
        actor = Actor(Door.MCP, self._team_id(), key.owner) if key.owner else Actor(Door.MCP)
        return Caller(actor, tools)


def _presented(scope: Scope) -> str:
    """The key of a request; empty where it bears none."""
    scheme, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
