"""A small app behind the page: a card, a form, a Home, and an answer in a thread."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox.slack.seed import SRE_OPS
from sandbox.slack.server import Running
from sandbox.slack.shapes import Json
from tests.sandbox.slack.tiny_bot import new_app

SCOPES = "commands chat:write users:read channels:read groups:read files:write app_mentions:read im:history"
COMMANDS = {
    "/card": ("Post a card", "[instance] [severity]"),
    "/ask": ("Open a form", ""),
    "/quiet": ("Answer only me", ""),
}
MANIFEST: Json = {
    "display_information": {"name": "Echo app"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "echo-bot"},
        "slash_commands": [
            {"command": name, "description": description, "usage_hint": hint, "should_escape": True}
            for name, (description, hint) in COMMANDS.items()
        ],
    },
    "oauth_config": {"scopes": {"bot": SCOPES.split()}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.im"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(action: str, text: str, **more: object) -> Json:
    return {"type": "button", "action_id": action, "text": plain(text), "value": action, **more}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def field(block: str, label: str, **element: object) -> Json:
    return {
        "type": "input",
        "block_id": block,
        "label": plain(label),
        "element": {"action_id": f"{block}_input", **element},
    }


CONFIRM = {
    "title": plain("Drop it?"),
    "text": plain("The plan is dropped."),
    "confirm": plain("Drop"),
    "deny": plain("Keep"),
}
CARD = [
    section("*web-3*: 4 critical findings"),
    {
        "type": "actions",
        "block_id": "do",
        "elements": [
            button("done", "Mark done", style="primary"),
            button("ask", "Ask"),
            button("silent", "Say nothing"),
            button("drop", "Drop", style="danger", confirm=CONFIRM),
        ],
    },
]
FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Plan a patch"),
    "submit": plain("Send"),
    "blocks": [
        field("why", "Reason", type="plain_text_input"),
        field("who", "Approver", type="users_select"),
        field(
            "how",
            "Reboot",
            type="radio_buttons",
            options=[{"text": plain(text), "value": text} for text in ("never", "always")],
            initial_option={"text": plain("never"), "value": "never"},
        ),
        {"type": "actions", "block_id": "deeper", "elements": [button("push", "Go deeper"), button("renew", "Renew")]},
    ],
}
DEEPER: Json = {"type": "modal", "title": plain("Deeper"), "blocks": [section("Nothing to send here")]}
HOME: Json = {
    "type": "home",
    "blocks": [section("*Fleet*: 12 instances"), {"type": "actions", "elements": [button("ask", "Open the form")]}],
}


def echo(slack: Running) -> App:
    """The app, not yet connected."""
    app = new_app(slack)
    cards(app)
    forms(app)
    talk(app)
    return app


def cards(app: App) -> None:
    """A card whose buttons edit it, and an answer for one person alone."""

    @app.command("/card")
    def card(ack: Ack, command: Json, client: WebClient) -> None:
        ack()
        client.chat_postMessage(channel=command["channel_id"], text=f"card {command['text']}", blocks=CARD)

    @app.command("/quiet")
    def quiet(ack: Ack) -> None:
        ack("Just between *us*")

    @app.action("done")
    @app.action("drop")
    def done(ack: Ack, body: Json, action: Json, client: WebClient) -> None:
        ack()
        said = section(f"{action['action_id']} by <@{body['user']['id']}>")
        client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="over", blocks=[said])


def forms(app: App) -> None:
    """A form that is opened by a command or a button, and refuses short reasons."""

    @app.command("/ask")
    @app.action("ask")
    def ask(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.action("push")
    def push(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=DEEPER)

    @app.action("renew")
    def renew(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_update(view_id=body["view"]["id"], view=FORM | {"title": plain("Renewed")})

    @app.view("form")
    def form(ack: Ack, view: Json, client: WebClient) -> None:
        held = view["state"]["values"]
        why, who = held["why"]["why_input"]["value"], held["who"]["who_input"]["selected_user"]
        if len(why) < 5:
            ack(response_action="errors", errors={"why": "Say a little more."})
            return
        ack()
        how = held["how"]["how_input"]["selected_option"]["value"]
        client.chat_postMessage(channel=SRE_OPS, text=f"{why}: <@{who}>, {how}")


def talk(app: App) -> None:
    """A Home for whoever opens it, and an answer to whoever mentions the app."""

    @app.event("app_home_opened")
    def home(event: Json, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=HOME)

    @app.event("app_mention")
    def mention(event: Json, client: WebClient) -> None:
        thread = event.get("thread_ts", event["ts"])
        client.chat_postMessage(channel=event["channel"], thread_ts=thread, text="You called?")

    @app.event("message")
    def message() -> None:
        """Direct messages need no answer here."""
