"""Submitting and closing a modal."""

from sandbox.slack.envelopes import Delivery
from sandbox.slack.gestures import actions
from sandbox.slack.gestures.clicks import merged, view_of
from sandbox.slack.gestures.parts import Impossible, interaction, person
from sandbox.slack.methods.views import checked
from sandbox.slack.model import View
from sandbox.slack.shapes import Json, Refused
from sandbox.slack.state import Sandbox
from sandbox.slack.workspace import Change

REQUIRED = "Please complete this required field."
# https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
LONGEST_INPUT = 3_000
# What Slack's client says when it cannot use the answer to a submission.
TROUBLE = "We had some trouble connecting. Try again?"


async def submit(slack: Sandbox, given: Json) -> Json:
    """Submit a modal and do what the app answers: errors, update, push, clear or close."""
    user = person(slack, given.get("as"))
    view = view_of(slack, user, given)
    if view.given["type"] != "modal" or "submit" not in view.given:
        raise Impossible(f"{view.id} has nothing to submit.")
    view.values = actions.state(view.given["blocks"], merged(view, given.get("values") or {}))
    if wrong := _wrong(view):
        return {"ok": False, "errors": wrong, "sent": False}
    payload = interaction(slack, "view_submission", user)
    payload |= {"view": slack.views.as_json(view), "response_urls": []}
    delivery = await slack.envelopes.deliver("interactive", payload, accepts_response=True)
    outcome = {"ms": delivery.ms, "envelope_id": delivery.envelope_id, "acked": delivery.error is None}
    return outcome | _answered(slack, view, delivery)


async def close(slack: Sandbox, given: Json) -> Json:
    """Close a modal; the app hears of it when the view asked for that."""
    user = person(slack, given.get("as"))
    view = view_of(slack, user, given)
    if view.given["type"] != "modal":
        raise Impossible("A Home tab cannot be closed.")
    is_cleared = bool(given.get("clear")) or bool(view.given.get("clear_on_close"))
    closing = list(reversed(slack.views.stack(user.id))) if is_cleared else [view]
    for closed in closing:
        slack.views.close(closed)
    slack.stream.publish(Change("view", user=user.id))
    told = [v for v in closing if v.given.get("notify_on_close")]
    for closed in told:
        payload = interaction(slack, "view_closed", user)
        payload |= {"view": slack.views.as_json(closed), "is_cleared": is_cleared}
        await slack.envelopes.deliver("interactive", payload, accepts_response=False)
    return {"ok": True, "notified": len(told)}


def _wrong(view: View) -> Json:
    """What Slack's client complains about before it sends anything, by block."""
    wrong: Json = {}
    for block, element in actions.elements(view.given["blocks"]):
        held = view.values.get(block["block_id"], {}).get(element["action_id"], {})
        value = held.get(actions.CHOSEN.get(element["type"], ""))
        complaint = _complaint(block, element, value) if block["type"] == "input" else None
        if complaint is not None:
            wrong[block["block_id"]] = complaint
    return wrong


def _complaint(block: Json, element: Json, value: object) -> str | None:
    if value in (None, "", []):
        return None if block.get("optional") else REQUIRED
    if isinstance(value, str) and element["type"] == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", LONGEST_INPUT)
        if not least <= len(value) <= most:
            return f"Must be between {least} and {most} characters."
    return None


def _answered(slack: Sandbox, view: View, delivery: Delivery) -> Json:
    if delivery.error is not None:
        return {"ok": False, "error": delivery.error, "shown": TROUBLE}
    try:
        return _act(slack, view, delivery.payload or {})
    except Refused as refusal:
        return {"ok": False, "error": refusal.error, "shown": TROUBLE, **refusal.fields}
    finally:
        slack.stream.publish(Change("view", user=view.user))


def _act(slack: Sandbox, view: View, answer: Json) -> Json:
    match answer.get("response_action"):
        case None:
            slack.views.close(view)
            return {"ok": True, "closed": True}
        case "clear":
            slack.views.clear(view.user)
            return {"ok": True, "closed": True, "cleared": True}
        case "errors":
            return {"ok": False, "errors": _errors(view, answer)}
        case "update":
            slack.views.update(view, checked(answer.get("view"), "modal"))
            return {"ok": True, "updated": True, "view_id": view.id}
        case "push":
            pushed = slack.views.push(view.user, checked(answer.get("view"), "modal"))
            return {"ok": True, "pushed": True, "view_id": pushed.id}
        case _:
            raise Refused("invalid_response_action")


def _errors(view: View, answer: Json) -> Json:
    """The errors per block; Slack takes them for input blocks only."""
    inputs = {b["block_id"] for b in view.given["blocks"] if b["type"] == "input"}
    errors = answer.get("errors")
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise Refused("invalid_errors")
    return errors
