"""Methods about the app itself: tests, identity, Socket Mode and the Block Kit validator."""

from sandbox.slack import blocks as block_kit
from sandbox.slack.calls import Call, Token
from sandbox.slack.shapes import (
    APP,
    BOT,
    BOT_USER,
    TEAM,
    TEAM_DOMAIN,
    TEAM_NAME,
    Json,
    Refused,
    invalid_arguments,
)


def api_test(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/api.test."""
    if error := call.text("error"):
        raise Refused(error, args=call.args)
    return {"args": call.args}


def auth_test(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/auth.test."""
    if call.token is Token.APP:
        return {"app_name": call.slack.manifest.app_name, "app_id": APP}
    return {
        "url": f"https://{TEAM_DOMAIN}.slack.com/",
        "team": TEAM_NAME,
        "user": call.slack.manifest.bot_name,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/apps.connections.open."""
    socket_url = call.slack.url.replace("http", "ws", 1)
    return {"url": f"{socket_url}/link/?ticket={call.slack.grants.new_ticket()}&app_id={APP}"}


def blocks_validate(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/blocks.validate: needs no token."""
    refused = invalid_arguments("exactly one of blocks, message or view")
    given = [name for name in ("blocks", "message", "view") if name in call.args]
    if len(given) != 1:
        raise refused
    value = call.parsed(given[0], refused)
    if given[0] == "view":
        is_home = isinstance(value, dict) and value.get("type") == "home"
        problems = block_kit.home(value, "") if is_home else block_kit.modal(value, "")
    else:
        blocks = value.get("blocks") if isinstance(value, dict) else value
        problems = block_kit.message(blocks, "/blocks" if given[0] == "message" else "")
    if problems:
        raise Refused("invalid_blocks", errors=[{"message": p.message, "pointer": p.pointer} for p in problems])
    return {}


def bots_info(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/bots.info."""
    if call.text("bot") not in ("", BOT):
        raise Refused("bot_not_found")
    name = call.slack.manifest.bot_name
    return {"bot": {"id": BOT, "deleted": False, "name": name, "app_id": APP, "user_id": BOT_USER}}


def team_info(_call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/team.info."""
    return {"team": {"id": TEAM, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "email_domain": ""}}
