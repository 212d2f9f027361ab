"""Answers to an interaction: through the ack of a command, or through its response URL."""

import asyncio
import json

from aiohttp import web

from sandbox.slack import content
from sandbox.slack.api import cut, failure
from sandbox.slack.calls import Call
from sandbox.slack.content import Content
from sandbox.slack.faults import RESPONSE_URL
from sandbox.slack.grants import Hook
from sandbox.slack.model import Message
from sandbox.slack.shapes import BOT, BOT_USER, Json, Refused
from sandbox.slack.state import Sandbox

GONE = frozenset({"used_url", "expired_url", "invalid_url"})


def reply(slack: Sandbox, hook: Hook, body: Json) -> None:
    """Do what an answer asks: post, replace or delete.

    Raises:
        Refused: with Slack's code for what is wrong in the answer.
    """
    call = Call(slack, body)
    original = slack.workspace.message(hook.channel, hook.original or "")
    if call.flag("delete_original"):
        if original is not None:
            slack.workspace.delete(original)
        return
    said = content.read(call)
    if said.is_empty:
        raise Refused("no_text")
    if original is not None and call.flag("replace_original"):
        _replace(slack, original, said)
        return
    message = _new(slack, hook, call, said)
    slack.workspace.post(message)
    if hook.original is None:
        hook.original = message.ts


async def answer_url(slack: Sandbox, request: web.Request) -> web.Response:
    """Serve a response URL: 5 uses within 30 minutes, then 404 with the reason."""
    fault = slack.faults.of(RESPONSE_URL)
    if fault is None or fault.lost_reply:
        response = await _used(slack, request)
    if fault is not None:
        await asyncio.sleep(fault.latency_ms / 1000)
        if fault.lost_reply:
            cut(request)
        else:
            failed = failure(fault)
            response = failed.response() if failed else await _used(slack, request)
    return response


async def _used(slack: Sandbox, request: web.Request) -> web.Response:
    key = request.match_info["key"]
    body: Json = {}
    try:
        hook = slack.grants.hook(key)
        body = _json(await request.text())
        reply(slack, hook, body)
        hook.uses += 1
    except Refused as refusal:
        slack.log.add("response_url", key=key, args=body, error=refusal.error)
        status = 404 if refusal.error in GONE else 400
        return web.json_response(refusal.answer(), status=status)
    slack.effects.response_urls[key] += 1
    slack.log.add("response_url", key=key, args=body, error=None)
    return web.Response(text="ok")


def _json(text: str) -> Json:
    try:
        body = json.loads(text)
    except json.JSONDecodeError:
        raise Refused("invalid_payload") from None
    if not isinstance(body, dict):
        raise Refused("invalid_payload")
    return body


def _replace(slack: Sandbox, original: Message, said: Content) -> None:
    original.text = said.text or ""
    original.blocks, original.attachments = said.blocks, said.attachments
    original.edited = original.ephemeral_to is None and not said.blocks
    slack.workspace.edited(original)


def _new(slack: Sandbox, hook: Hook, call: Call, said: Content) -> Message:
    is_public = call.text("response_type") == "in_channel"
    return Message(
        ts=slack.workspace.next_ts(),
        channel=hook.channel,
        user=BOT_USER,
        bot_id=BOT,
        text=said.text or "",
        blocks=said.blocks,
        attachments=said.attachments,
        metadata=said.metadata,
        thread_ts=call.text("thread_ts") or None,
        ephemeral_to=None if is_public else hook.user,
        by_response_url=True,
    )
