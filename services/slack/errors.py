"""What Slack's refusals mean and what to do about them, in our own error tree.

Codes: the "Errors" table of each method under https://docs.slack.dev/reference/methods.
"""

from collections.abc import Mapping
from typing import Any

from core.errors import Cause, Upstream

UNKNOWN_METHOD = "unknown_method"
MISSING_SCOPE = "missing_scope"
_REINSTALL = "Reinstall the app from its manifest (`sre-agent manifest`), then restart with the new token."
_COPY_AGAIN = "Copy the bot token from the app's page, set SLACK_BOT_TOKEN and restart."
_INVITE = "Invite it with /invite in that channel."
_OUR_FAULT = "This is a fault of the assistant; nothing was posted."

_MEANING: Mapping[str, tuple[str, str]] = {
    "not_authed": ("no token was sent", _COPY_AGAIN),
    "invalid_auth": ("the token is not valid", _COPY_AGAIN),
    "token_revoked": ("the token was revoked", _REINSTALL),
    "token_expired": ("the token has expired", _COPY_AGAIN),
    "account_inactive": ("the app was removed from the workspace", _REINSTALL),
    "not_allowed_token_type": ("this kind of token may not call it", "SLACK_BOT_TOKEN must begin with xoxb-."),
    MISSING_SCOPE: ("the app lacks a permission", _REINSTALL),
    "ekm_access_denied": ("the workspace's administrators suspended posting", "Ask a workspace administrator."),
    "team_access_not_granted": ("the app may not act in this workspace", "Ask a workspace administrator."),
    "access_denied": ("access was denied", "Ask a workspace administrator."),
    "restricted_action": ("the workspace does not let apps post there", "Ask a workspace administrator."),
    "channel_not_found": ("the channel does not exist, or the bot cannot see it", _INVITE),
    "not_in_channel": ("the bot is not in the channel", _INVITE),
    "is_archived": ("the channel is archived", "Choose another channel in the configuration."),
    "user_not_found": ("there is no such person in the workspace", ""),
    "users_not_found": ("there is no such person in the workspace", ""),
    "user_not_in_channel": ("that person is not in the channel", ""),
    "no_such_subteam": ("there is no such user group", "Check the approver group in the policy."),
    "message_not_found": ("the message is gone", ""),
    "cant_update_message": ("only the app that wrote a message can change it", ""),
    "cant_delete_message": ("only the app that wrote a message can delete it", ""),
    "edit_window_closed": ("the workspace no longer lets that message be changed", ""),
    "msg_too_long": ("the message is too long", _OUR_FAULT),
    "msg_blocks_too_long": ("the message's blocks are too long", _OUR_FAULT),
    "no_text": ("the message is empty", _OUR_FAULT),
    "invalid_blocks": ("the blocks are not valid", _OUR_FAULT),
    "invalid_arguments": ("the arguments are not valid", _OUR_FAULT),
    "invalid_form_data": ("the arguments could not be read", _OUR_FAULT),
    "invalid_trigger_id": ("that click is not one of this app's", "Press the button again."),
    "expired_trigger_id": ("more than three seconds passed since the click", "Press the button again."),
    "exchanged_trigger_id": ("that click has already opened a dialog", "Press the button again."),
    "trigger_exchanged": ("that click has already opened a dialog", "Press the button again."),
    "hash_conflict": ("the view changed in the meantime", "Open it again."),
    "not_found": ("the view is no longer open", "Open it again."),
    "expired_url": ("more than thirty minutes passed since the request", "Ask again."),
    "used_url": ("the request was already answered five times", "Ask again."),
    "not_enabled": ("the Home tab is switched off", _REINSTALL),
    UNKNOWN_METHOD: (
        "this Slack endpoint has no such method",
        "Check SLACK_API_URL; what needs it stays off.",
    ),
    "file_upload_size_restricted": ("the workspace does not accept a file of that size", ""),
    "file_uploads_disabled": ("the workspace does not accept files", "Ask a workspace administrator."),
    "file_uploads_except_images_disabled": (
        "the workspace accepts no files but images",
        "Ask a workspace administrator.",
    ),
    "file_type_not_allowed": ("the workspace does not accept files of that type", "Ask a workspace administrator."),
    "posting_to_channel_denied": ("the workspace does not let apps post there", "Ask a workspace administrator."),
    "file_not_found": ("the file is gone", ""),
    "alt_txt_too_large": ("the description of the picture is too long", _OUR_FAULT),
}
_BROKEN = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
_EXPIRED = frozenset({"token_expired", "token_revoked", "account_inactive", "invalid_auth", "not_authed"})
_DENIED = frozenset(
    {MISSING_SCOPE, "ekm_access_denied", "team_access_not_granted", "access_denied", "restricted_action"}
)
_MOST_DETAILS = 3


class SlackRefused(Upstream):
    """Slack understood and said no; asking again does not help.

    `code` is Slack's own word, `needed` the missing scope where that is the reason.
    """

    def __init__(self, method: str, code: str, *, needed: str = "", details: tuple[str, ...] = ()) -> None:
        meaning, advice = _MEANING.get(code, ("it gave no other reason", ""))
        lacking = f" ({needed})" if needed else ""
        said = f" Slack says: {'; '.join(details)}." if details else ""
        super().__init__(
            f"Slack refused {method}: {meaning}{lacking} [{code}].{said}",
            cause=_cause(code),
            retryable=False,
            advice=advice,
        )
        self.code = code
        self.needed = needed


class SlackThrottled(Upstream):
    """Slack asks to wait `retry_after_s` seconds before the same method is called again; nothing was done."""

    def __init__(self, method: str, retry_after_s: float) -> None:
        super().__init__(
            f"Slack asks to wait {retry_after_s:g} s before the next {method}.", cause=Cause.THROTTLED, retryable=True
        )
        self.retry_after_s = retry_after_s


def broken(method: str, what: str) -> Upstream:
    """Slack failed on its side; the call may have taken effect."""
    return Upstream(f"Slack failed at {method}: {what}.", cause=Cause.BROKEN, retryable=True)


def timed_out(method: str, timeout_s: float) -> Upstream:
    """No answer in time; the call may have taken effect."""
    return Upstream(f"Slack did not answer {method} within {timeout_s:g} s.", cause=Cause.TIMED_OUT, retryable=True)


def answer_lost(method: str, what: str) -> Upstream:
    """The connection broke before the answer came; the call may have taken effect, exactly as without an answer."""
    return Upstream(
        f"The connection to Slack broke before it answered {method} ({what}).", cause=Cause.TIMED_OUT, retryable=True
    )


def unreachable(method: str, why: str) -> Upstream:
    """There was no connection, so the call certainly had no effect."""
    return Upstream(
        f"Slack could not be reached for {method}: {why}.",
        cause=Cause.UNREACHABLE,
        retryable=True,
        advice="Check the network and SLACK_API_URL.",
    )


def refusal(method: str, answer: Mapping[str, Any]) -> Upstream:
    """The error for an answer with `ok` false."""
    code = str(answer.get("error") or "unknown_error")
    if code in _BROKEN:
        return broken(method, code)
    return SlackRefused(method, code, needed=str(answer.get("needed") or ""), details=_details(answer))


def _details(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """What Slack adds for invalid arguments and blocks: paths and rules, no content."""
    metadata = answer.get("response_metadata")
    messages = metadata.get("messages") if isinstance(metadata, Mapping) else None
    return tuple(str(message) for message in messages[:_MOST_DETAILS]) if isinstance(messages, list) else ()


def _cause(code: str) -> Cause:
    if code in _EXPIRED:
        return Cause.EXPIRED
    return Cause.DENIED if code in _DENIED else Cause.REFUSED
