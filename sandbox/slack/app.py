"""The web application: Slack's side, the control API and the page."""

from pathlib import Path

from aiohttp import web

from sandbox.slack import api, replies, uploads
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
        return await uploads.take(slack, request)

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


def _add_page(app: web.Application) -> None:
    async def index(_request: web.Request) -> web.StreamResponse:
        page = PAGE / "index.html"
        if not page.is_file():
            return web.Response(text="The sandbox runs; its page is not installed.")
        return web.FileResponse(page)

    app.router.add_get("/", index)
    if PAGE.is_dir():
        app.router.add_static("/static/", PAGE)
