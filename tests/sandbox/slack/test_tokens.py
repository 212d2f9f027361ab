"""Which token a method takes."""

import pytest

from sandbox.slack.calls import Token
from sandbox.slack.manifest import Manifest
from sandbox.slack.shapes import APP_TOKEN, BOT_TOKEN, Refused
from sandbox.slack.tokens import authenticate

MANIFEST = Manifest(scopes=("chat:write",))


def test_the_bot_token_carries_the_scopes_of_the_manifest() -> None:
    assert authenticate(BOT_TOKEN, Token.BOT, MANIFEST, installed=True) == (Token.BOT, ("chat:write",))


def test_the_app_token_opens_connections_only() -> None:
    assert authenticate(APP_TOKEN, Token.EITHER, MANIFEST, installed=True)[1] == ("connections:write",)


def test_some_methods_ask_for_no_token() -> None:
    assert authenticate(None, Token.NONE, MANIFEST, installed=True) == (Token.NONE, ())


@pytest.mark.parametrize(
    ("token", "takes", "installed", "error"),
    [
        (None, Token.BOT, True, "not_authed"),
        ("", Token.BOT, True, "not_authed"),
        ("xoxb-other", Token.BOT, True, "invalid_auth"),
        (BOT_TOKEN, Token.BOT, False, "invalid_auth"),
        (BOT_TOKEN, Token.APP, True, "not_allowed_token_type"),
        (APP_TOKEN, Token.BOT, True, "not_allowed_token_type"),
    ],
)
def test_other_tokens_are_refused(token: str | None, takes: Token, *, installed: bool, error: str) -> None:
    with pytest.raises(Refused, match=error):
        authenticate(token, takes, MANIFEST, installed=installed)
