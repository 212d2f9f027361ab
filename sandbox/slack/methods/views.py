"""views.*: modals and the Home tab.

https://docs.slack.dev/reference/methods/views.open and its neighbours
"""

from sandbox.slack import blocks as block_kit
from sandbox.slack.blocks.schema import Problems
from sandbox.slack.calls import Call
from sandbox.slack.model import View
from sandbox.slack.shapes import Json, Refused, invalid_arguments
from sandbox.slack.workspace import Change

# https://docs.slack.dev/reference/methods/views.open#errors: view_too_large above 250 kB.
LARGEST_VIEW = 250_000
NOT_AN_OBJECT = "must provide an object [json-pointer:/view]"


def open_(call: Call) -> Json:
    """Open a modal for the user of a trigger."""
    given = checked(_given(call), "modal")
    user = call.slack.grants.exchange(call.args["trigger_id"])
    return _shown(call, call.slack.views.open(user, given))


def push(call: Call) -> Json:
    """Put a modal on top of the one the trigger came from."""
    given = checked(_given(call), "modal")
    user = call.slack.grants.exchange(call.args["trigger_id"])
    return _shown(call, call.slack.views.push(user, given))


def update(call: Call) -> Json:
    """Change a view that is open."""
    views = call.slack.views
    if not call.text("view_id") and not call.text("external_id"):
        raise invalid_arguments("missing required field: view_id")
    given = _given(call)
    view = views.get(call.text("view_id")) or views.by_external_id(call.text("external_id"))
    if view is None:
        raise Refused("not_found")
    given = checked(given, view.given["type"])
    return _shown(call, views.update(view, given, call.args.get("hash")))


def publish(call: Call) -> Json:
    """Show the Home tab of a user."""
    if not call.slack.manifest.home_tab:
        raise Refused("not_enabled")
    given = checked(_given(call), "home")
    user = call.user("user_id")
    return _shown(call, call.slack.views.publish(user.id, given, call.args.get("hash")))


def checked(given: object, kind: str) -> Json:
    """A view that Slack would take, its blocks with ids.

    Raises:
        Refused: invalid_arguments with the problems, or view_too_large.
    """
    if not isinstance(given, dict):
        raise invalid_arguments(NOT_AN_OBJECT)
    if len(str(given)) > LARGEST_VIEW:
        raise Refused("view_too_large")
    problems: Problems = block_kit.home(given) if kind == "home" else block_kit.modal(given)
    if problems:
        raise invalid_arguments(*map(str, problems))
    return {**given, "blocks": block_kit.with_defaults(given["blocks"])}


def _given(call: Call) -> object:
    return call.parsed("view", invalid_arguments(NOT_AN_OBJECT))


def _shown(call: Call, view: View) -> Json:
    kind = "home" if view.given["type"] == "home" else "view"
    call.slack.stream.publish(Change(kind, user=view.user))
    return {"view": call.slack.views.as_json(view)}
