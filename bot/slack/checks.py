"""What the Slack door tells health, from memory."""

from bot.pools import Pool
from bot.slack.transport import SocketTransport
from bot.slack.workspace import Workspace
from core.answers.health import Part, State
from services.slack.directory import Directory
from services.slack.outbox import Outbox

# What waits while others arrive is merely late; where nothing arrives either, nothing will.
_STUCK_S, _LATE_S = 20, 60


def slack_parts(workspace: Workspace, transport: SocketTransport, directory: Directory) -> list[Part]:
    """The connection, and each optional feature that this Slack endpoint does not offer."""
    problem = transport.problem or workspace.problem
    team = workspace.installed.team if workspace.installed else workspace.team_id
    state = State.DOWN if problem else State.GOOD
    parts = [Part(name="Slack", state=state, detail=problem or f"connected to {team}")]
    for feature, why in directory.unavailable.items():
        parts.append(Part(name=feature, state=State.LIMITED, detail=why))
    return parts


def outbox_parts(outbox: Outbox, problem: str, quiet_for_s: float) -> list[Part]:
    """Messages that wait, and those that Slack refused for good.

    Args:
        outbox: Knows what waits.
        problem: Why the state cannot be written; empty where it can.
        quiet_for_s: How long ago Slack last took a message.
    """
    if problem:
        advice = "Free some space and look at who else uses the file."
        return [Part(name="messages", state=State.DOWN, detail=problem, advice=advice)]
    seen = outbox.health()
    detail = f"{seen.queued:,} waiting, {seen.dead:,} undeliverable"
    if seen.last_error:
        detail += f"; last error: {seen.last_error}"
    stuck = min(seen.oldest_age_s, quiet_for_s) > _STUCK_S
    late = seen.oldest_age_s > _LATE_S
    state = State.DOWN if stuck else State.LIMITED if late or seen.dead else State.GOOD
    advice = "They are stored, and sent in order once Slack takes them." if stuck else ""
    return [Part(name="messages", state=state, detail=detail, advice=advice)]


def pool_parts(pool: Pool) -> list[Part]:
    """How much room there is for questions."""
    held, room = pool.load
    state = State.LIMITED if held >= room else State.GOOD
    return [Part(name="work", state=state, detail=f"{held:,} of {room:,} places taken")]
