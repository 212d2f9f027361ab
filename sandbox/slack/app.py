"""The web application: Slack's side, the control API and the page."""

from pathlib import Path

from aiohttp import web

from sandbox.slack import api, replies
from sandbox.slack.control import routes
from sandbox.slack.shapes import APP
from sandbox.slack.state import Sandbox

PAGE = Path(__file__).parent.parent / "page"
# https://docs.slack.dev/messaging/working-with-files: a file may have 1 GB; the sandbox stays modest.
LARGEST_BODY = 64 * 1024 * 1024


def build(slack: Sandbox) -> web.Application:
    """Everything that is served, on one event loop."""
    app = web.Application(client_max_size=LARGEST_BODY)

    async def call(request: web.Request) -> web.Response:
        return await api.handle(slack, request)

    async def respond(request: web.Request) -> web.Response:
        return await replies.answer_url(slack, request)

    async def link(request: web.Request) -> web.StreamResponse:
        return await _link(slack, request)

    async def upload(request: web.Request) -> web.Response:
        return await _upload(slack, request)

    app.router.add_route("GET", "/api/{method}", call)
    app.router.add_route("POST", "/api/{method}", call)
    app.router.add_get("/link/", link)
    app.router.add_post("/response/{key:.+}", respond)
    app.router.add_post("/upload/v1/{id}", upload)
    routes.add(app, slack)
    _add_page(app)
    return app


async def _link(slack: Sandbox, request: web.Request) -> web.StreamResponse:
    query = request.query
    if query.get("app_id") != APP or not slack.grants.redeem(query.get("ticket", "")):
        raise web.HTTPForbidden(text="The ticket is used up or unknown.")
    return await slack.sockets.serve(request)


async def _upload(slack: Sandbox, request: web.Request) -> web.Response:
    """Take the bytes of a file, raw or as the one part of a form, once and of the announced length."""
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


def _add_page(app: web.Application) -> None:
    async def index(_request: web.Request) -> web.StreamResponse:
        page = PAGE / "index.html"
        if not page.is_file():
            return web.Response(text="The sandbox runs; its page is not installed.")
        return web.FileResponse(page)

    app.router.add_get("/", index)
    if PAGE.is_dir():
        app.router.add_static("/static/", PAGE)
