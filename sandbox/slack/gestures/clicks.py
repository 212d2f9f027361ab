"""Clicking or choosing something on a message or in a view."""

from sandbox.slack import render
from sandbox.slack.envelopes import Delivery
from sandbox.slack.gestures import actions
from sandbox.slack.gestures.parts import Impossible, interaction, person, place, response_url, shown_name
from sandbox.slack.model import Channel, Message, User, View
from sandbox.slack.shapes import APP, Json
from sandbox.slack.state import Sandbox


async def on_message(slack: Sandbox, given: Json) -> Json:
    """Use an element of a message and tell how it went."""
    user = person(slack, given.get("as"))
    channel = place(slack, user, given.get("channel"))
    message = slack.workspace.message(channel.id, str(given.get("ts")))
    if message is None or message.ephemeral_to not in (None, user.id):
        raise Impossible(f"{user.id} sees no message {given.get('ts')}.")
    blocks = [*(message.blocks or ()), *(b for a in message.attachments or () for b in a.get("blocks") or ())]
    used = actions.action(*actions.find(blocks, given, user.id), given, slack.workspace.next_ts())
    payload = interaction(slack, "block_actions", user)
    payload |= _message_parts(slack, channel, message, user)
    payload |= {"state": {"values": actions.state(blocks, given.get("values") or {})}, "actions": [used]}
    return _outcome(await _send(slack, payload))


async def on_view(slack: Sandbox, given: Json) -> Json:
    """Use an element of a modal or Home tab and tell how it went."""
    user = person(slack, given.get("as"))
    view = view_of(slack, user, given)
    blocks = view.given["blocks"]
    used = actions.action(*actions.find(blocks, given, user.id), given, slack.workspace.next_ts())
    typed = given.get("values") or {}
    if used["type"] not in actions.STATELESS:
        typed = typed | {used["block_id"]: {**typed.get(used["block_id"], {}), used["action_id"]: used}}
    view.values = actions.state(blocks, merged(view, typed))
    payload = interaction(slack, "block_actions", user) | {
        "container": {"type": "view", "view_id": view.id},
        "view": slack.views.as_json(view),
        "actions": [used],
    }
    return _outcome(await _send(slack, payload))


def view_of(slack: Sandbox, user: User, given: Json) -> View:
    """The open view that a gesture names; a modal only while it is the visible one."""
    view = slack.views.get(str(given.get("view_id")))
    stack = slack.views.stack(user.id)
    if view is None or view not in (slack.views.home(user.id), *stack[-1:]):
        raise Impossible(f"{user.id} sees no view {given.get('view_id')}.")
    return view


def merged(view: View, values: Json) -> Json:
    """What the view held, with what the user now typed."""
    blocks = {*view.values, *values}
    return {block: {**view.values.get(block, {}), **values.get(block, {})} for block in blocks}


def _message_parts(slack: Sandbox, channel: Channel, message: Message, user: User) -> Json:
    is_ephemeral = message.ephemeral_to is not None
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": is_ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    key = slack.grants.new_hook(user.id, channel.id, message.ts, message.thread_ts)
    # Slack sends the body of an ephemeral message neither here nor anywhere else.
    shown = {} if is_ephemeral else {"message": render.message(slack.workspace, message) | {"app_id": APP}}
    return {
        "container": container,
        "channel": {"id": channel.id, "name": shown_name(channel)},
        "response_url": response_url(slack, key),
        **shown,
    }


async def _send(slack: Sandbox, payload: Json) -> Delivery:
    return await slack.envelopes.deliver("interactive", payload, accepts_response=False)


def _outcome(delivery: Delivery) -> Json:
    outcome: Json = {
        "ok": delivery.error is None,
        "ms": delivery.ms,
        "acked": delivery.error is None,
        "envelope_id": delivery.envelope_id,
    }
    return outcome | ({"error": delivery.error} if delivery.error else {})
