"""What the Slack door tells health, from memory."""

from bot.pools import Pool
from bot.slack.transport import SocketTransport
from bot.slack.workspace import Workspace
from core.answers.health import Part, State
from services.slack.directory import Directory
from services.slack.outbox import Outbox

_LATE_S = 60


def slack_parts(workspace: Workspace, transport: SocketTransport, directory: Directory) -> list[Part]:
    """The connection, and each optional feature that this Slack endpoint does not offer."""
    problem = transport.problem or workspace.problem
    team = workspace.installed.team if workspace.installed else workspace.team_id
    state = State.DOWN if problem else State.GOOD
    parts = [Part(name="Slack", state=state, detail=problem or f"connected to {team}")]
    for feature, why in directory.unavailable.items():
        parts.append(Part(name=feature, state=State.LIMITED, detail=why))
    return parts


def outbox_parts(outbox: Outbox, problem: str = "") -> list[Part]:
    """Messages that wait, and those that Slack refused for good; `problem` is why the state cannot be written."""
    if problem:
        advice = "Free some space and look at who else uses the file."
        return [Part(name="messages", state=State.DOWN, detail=problem, advice=advice)]
    seen = outbox.health()
    detail = f"{seen.queued:,} waiting, {seen.dead:,} undeliverable"
    if seen.last_error:
        detail += f"; last error: {seen.last_error}"
    late = seen.oldest_age_s > _LATE_S
    state = State.DOWN if late else State.LIMITED if seen.dead else State.GOOD
    return [Part(name="messages", state=state, detail=detail)]


def pool_parts(pool: Pool) -> list[Part]:
    """How much room there is for questions."""
    held, room = pool.load
    state = State.LIMITED if held >= room else State.GOOD
    return [Part(name="work", state=state, detail=f"{held:,} of {room:,} places taken")]
