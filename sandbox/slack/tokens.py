"""Who calls: which token was sent, and whether the method takes that kind."""

from sandbox.slack.calls import Token
from sandbox.slack.manifest import Manifest
from sandbox.slack.shapes import APP_TOKEN, BOT_TOKEN, Refused

APP_SCOPES = ("connections:write",)


def authenticate(
    token: str | None, takes: Token, manifest: Manifest, *, installed: bool
) -> tuple[Token, tuple[str, ...]]:
    """The kind of the token and its scopes.

    Raises:
        Refused: not_authed, invalid_auth or not_allowed_token_type.
    """
    if takes is Token.NONE:
        return Token.NONE, ()
    if not token:
        raise Refused("not_authed")
    kind = {BOT_TOKEN: Token.BOT, APP_TOKEN: Token.APP}.get(token)
    if kind is None or not installed:
        raise Refused("invalid_auth")
    if takes not in (kind, Token.EITHER):
        raise Refused("not_allowed_token_type")
    return kind, manifest.scopes if kind is Token.BOT else APP_SCOPES
