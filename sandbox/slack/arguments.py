"""Reads a Web API request: query, form or JSON body, and the token that came with it."""

import json
import re
from dataclasses import dataclass

from aiohttp import web

from sandbox.slack.shapes import Json, Refused

# https://docs.slack.dev/reference/methods (common errors): letters, digits and `_`, not "very long".
ARGUMENT_NAME = re.compile(r"\w{1,255}", re.ASCII)
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


@dataclass(frozen=True)
class Arguments:
    """What a request said."""

    token: str | None
    args: Json
    is_json: bool = False


async def read(request: web.Request) -> Arguments:
    """The arguments of a request; a token in the query string does not count, as for all apps since 2021."""
    query = {k: v for k, v in request.query.items() if k != "token"}
    body, is_json = await _body(request)
    header = request.headers.get("Authorization", "")
    kind, _, bearer = header.partition(" ")
    token = bearer.strip() if kind.lower() == "bearer" else None
    in_form = body.pop("token", None)
    if token is None and isinstance(in_form, str) and not is_json:
        token = in_form
    return Arguments(token, query | body, is_json)


def check_names(args: Json) -> None:
    """Refuse argument names that Slack would not read."""
    if any(not ARGUMENT_NAME.fullmatch(name) for name in args):
        raise Refused("invalid_arg_name")


async def _body(request: web.Request) -> tuple[Json, bool]:
    if request.method != "POST" or not request.can_read_body:
        return {}, False
    if "Content-Type" not in request.headers:
        raise Refused("missing_post_type")
    if request.content_type in FORMS:
        form = await request.post()
        return {k: v for k, v in form.items() if isinstance(v, str)}, False
    if request.content_type == "application/json":
        return _parsed(await request.text()), True
    await request.read()
    raise Refused("invalid_post_type")


def _parsed(text: str) -> Json:
    try:
        parsed = json.loads(text) if text.strip() else {}
    except json.JSONDecodeError:
        raise Refused("invalid_json") from None
    if not isinstance(parsed, dict):
        raise Refused("json_not_object")
    return parsed
