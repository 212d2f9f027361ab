"""The Home tab: the fleet in one look."""

from typing import Any

from slack_bolt import Ack, App

from blocks.asking import HOME_REFRESH
from blocks.card import Card, Home
from blocks.home import home_view
from bot.slack.asked import Asked
from bot.slack.desk import Desk
from commands.vuln_check import get_inspector_findings
from core.actor import Actor, Door, Effect
from core.progress import Silent


def register(app: App, desk: Desk) -> None:
    """Listen to the tab being opened and to its Refresh button."""

    def opened(event: dict[str, Any], body: dict[str, Any]) -> None:
        if event.get("tab", "home") == "home":
            _publish(desk, Asked(Actor(Door.SLACK, str(body["team_id"]), str(event["user"])), "", ""))

    def refreshed(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        desk.context.vulnerabilities.forget()
        _publish(desk, Asked.by_click(body))

    app.event("app_home_opened")(opened)
    app.action(HOME_REFRESH)(refreshed)


def _publish(desk: Desk, asked: Asked) -> None:
    user = asked.actor.user_id

    def show(home: Home) -> None:
        desk.client.call("views.publish", user_id=user, view=home.view())

    def work() -> None:
        desk.context.authorise(asked.actor, Effect.READ)
        facts, health = desk.home.of(user, desk.clock.now()), desk.context.health()
        if not desk.context.vulnerabilities.has_fresh_fleet:
            show(home_view(facts, None, health))
        show(home_view(facts, desk.run(get_inspector_findings, {}, asked, Silent()), health))

    def tell(card: Card) -> None:
        show(Home(card.blocks))

    refused = desk.hand_over(asked, "home", work, tell)
    if refused:
        desk.tell_later(asked, refused, tell)
