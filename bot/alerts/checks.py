"""What `sre-agent doctor` looks at about alerts: keys, the channel, and who may see it."""

from collections.abc import Iterator

from bot.alerts.keys import parse_keys
from bot.settings import Settings
from core.answers.health import Part, State
from core.errors import AssistantError
from services.slack.directory import Directory


def alert_parts(settings: Settings, directory: Directory) -> Iterator[Part]:
    """Nothing where alerts are not used."""
    text = settings.sre_alert_keys.get_secret_value()
    if not (text or settings.sre_alert_channel or settings.sre_alert_queue_url or settings.alert_channels):
        return
    try:
        keys = parse_keys(text)
        yield _channel(settings, directory)
    except AssistantError as error:
        yield Part(name="alerts", state=State.DOWN, detail=error.sentence, advice=error.advice)
        return
    if keys:
        yield Part(name="alert keys", state=State.GOOD, detail=f"for {', '.join(sorted(keys))}")
    elif not (settings.sre_alert_queue_url or settings.alert_channels):
        advice = "Set SRE_ALERT_KEYS, or nothing is taken over HTTP."
        yield Part(name="alert keys", state=State.LIMITED, detail="none", advice=advice)


def _channel(settings: Settings, directory: Directory) -> Part:
    ident = settings.sre_alert_channel
    if not ident:
        advice = "Set SRE_ALERT_CHANNEL, or nobody is told."
        return Part(name="alerts", state=State.LIMITED, detail="no channel is told", advice=advice)
    channel = directory.channel(ident, recheck=True)
    if not channel.open_to_bot:
        advice = f"Invite the assistant to #{channel.name or ident}."
        return Part(name="alerts", state=State.DOWN, detail="the assistant is not in its channel", advice=advice)
    if channel.external:
        advice = "Choose a channel that no other organisation reads: alerts name machines and addresses."
        return Part(name="alerts", state=State.LIMITED, detail=f"#{channel.name} is shared outside", advice=advice)
    return Part(name="alerts", state=State.GOOD, detail=f"told in #{channel.name or ident}")
