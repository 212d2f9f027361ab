"""The Bolt app: who may talk to it, and which listeners it has."""

import logging

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from bot.slack import (
    approval_forms,
    approvals,
    buttons,
    cause_buttons,
    hold_buttons,
    home,
    incident_buttons,
    muting,
    rule_buttons,
    slash,
)
from bot.slack.desk import Desk
from bot.slack.workspace import Workspace


def build_app(workspace: Workspace, desk: Desk) -> App:
    """A synchronous app that answers within the dispatch and never calls Slack to authorise."""

    def authorize() -> AuthorizeResult:
        # A plain function: Bolt reads argument names and would pass `self` to a method by name.
        return workspace.authorized()

    app = App(
        process_before_response=True,
        token_verification_enabled=False,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        authorize=authorize,
        logger=logging.getLogger("slack_bolt"),
    )
    app.error(_failed)
    for part in (
        slash,
        buttons,
        approvals,
        approval_forms,
        rule_buttons,
        cause_buttons,
        hold_buttons,
        muting,
        incident_buttons,
        home,
    ):
        part.register(app, desk)
    return app


def _failed(error: Exception, request: BoltRequest) -> BoltResponse:
    """A listener that raised: acknowledged all the same, so that Slack does not deliver it again."""
    logging.getLogger(__name__).error("a listener broke on %s", request.body.get("type", "a request"), exc_info=error)
    return BoltResponse(status=200, body={"text": "Something broke in the assistant; nothing was changed."})
