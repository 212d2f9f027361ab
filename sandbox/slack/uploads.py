"""Where the bytes of a file go: a URL that takes as many as were announced, once.

https://docs.slack.dev/messaging/working-with-files#upload
"""

import asyncio

from aiohttp import web

from sandbox.slack.api import cut, failure
from sandbox.slack.faults import UPLOAD
from sandbox.slack.state import Sandbox


async def take(slack: Sandbox, request: web.Request) -> web.Response:
    """Serve an upload URL, or fail at it as planned; a lost reply takes the bytes all the same."""
    fault = slack.faults.of(UPLOAD)
    if fault is None:
        return await _taken(slack, request)
    if fault.lost_reply:
        await _taken(slack, request)
        await asyncio.sleep(fault.latency_ms / 1000)
        cut(request)
        return web.Response()
    await asyncio.sleep(fault.latency_ms / 1000)
    failed = failure(fault)
    return failed.response() if failed else await _taken(slack, request)


async def _taken(slack: Sandbox, request: web.Request) -> web.Response:
    """Take the bytes of a file, raw or as the one part of a form."""
    file = slack.workspace.files.get(request.match_info["id"])
    if file is None or file.content is not None:
        raise web.HTTPNotFound(text="The upload URL is used up or unknown.")
    content = await _bytes(request)
    if len(content) != file.length:
        raise web.HTTPBadRequest(text=f"{file.length} bytes were announced, {len(content)} came.")
    file.content = content
    slack.log.add("upload", file=file.id, name=file.name, bytes=len(content))
    return web.Response(text=f"OK - {len(content)}")


async def _bytes(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    parts = (await request.post()).values()
    return next((part.file.read() for part in parts if isinstance(part, web.FileField)), b"")
