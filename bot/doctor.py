"""What `sre-agent doctor` looks at: each check is a part with its state and how to mend it."""

from collections import Counter
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from bot.alerts.checks import alert_parts
from bot.explaining import COLLECTORS, choice
from bot.model_watch import ModelWatch
from bot.policy_checks import policy_parts
from bot.security import own_rules, own_rules_part
from bot.settings import Settings, load, unknown_names
from bot.trail_checks import trail_parts
from bot.watch_costs import watch_parts
from bot.wiring import heads_elsewhere, wire
from core.answers.health import Part, State
from core.clock import SystemClock
from core.errors import AssistantError
from services.aws.cloudwatch import CloudWatch
from services.aws.crew import Crew
from services.aws.ec2 import Ec2
from services.aws.session import Aws
from services.reasoning.models import reasoner
from services.slack.client import SlackClient
from services.slack.directory import Directory
from workflows.explaining.shelf import shelf
from workflows.watching.measuring import Measuring

_CALLS_AT_ONCE = 4

_OUR_PACKAGES = ("bot", "commands", "workflows", "blocks", "services", "core")


def examine(config: Path | None) -> list[Part]:
    """All checks, in the order in which things depend on each other."""
    try:
        settings = load(config)
    except AssistantError as error:
        return [_wrong("settings", error)]
    return [
        *_settings(),
        _packages(),
        *_state_and_aws(settings),
        *_audit(settings),
        _slack(settings),
        *_policy(settings),
        *_specialists(settings),
        *_calls(settings),
        *_model(settings),
        *_alerts(settings),
    ]


def _settings() -> Iterator[Part]:
    strange = unknown_names()
    if strange:
        detail = f"{', '.join(strange)} mean nothing here"
        yield Part(name="settings", state=State.LIMITED, detail=detail, advice="Compare with the table in the README.")
    else:
        yield Part(name="settings", state=State.GOOD, detail="read")


def _packages() -> Part:
    """Other distributions may install a package of the same name over ours, without a warning."""
    owners = packages_distributions()
    shared = [name for name in _OUR_PACKAGES if len(Counter(owners.get(name, []))) > 1]
    if not shared:
        return Part(name="packages", state=State.GOOD, detail="ours alone")
    others = {owner for name in shared for owner in owners[name]} - {"sre-operations-assistant"}
    advice = f"Install the assistant in an environment of its own, without {', '.join(sorted(others))}."
    return Part(name="packages", state=State.DOWN, detail=f"{', '.join(shared)} installed twice", advice=advice)


def _specialists(settings: Settings) -> Iterator[Part]:
    """Whether a team's own specialists can be used; the packaged ones always can."""
    if settings.sre_specialists_dir is None:
        return
    kept = shelf(settings.sre_specialists_dir, COLLECTORS)
    for problem in kept.problems:
        advice = "The file is left out until it is mended; docs/how-to.md shows one that works."
        yield Part(name="specialists", state=State.LIMITED, detail=problem, advice=advice)
    if not kept.problems:
        yield Part(name="specialists", state=State.GOOD, detail=f"{len(kept.own)} of the team's own")


def _calls(settings: Settings) -> Iterator[Part]:
    """How many calls the team has given; those of another shape are told by the settings."""
    calls = settings.sre_calls
    if calls:
        names = {name for caller, callees in calls.items() for name in (caller, *callees)}
        detail = f"{sum(map(len, calls.values()))} given, between {len(names)} components"
        yield Part(name="calls", state=State.GOOD, detail=detail)


def _model(settings: Settings) -> Iterator[Part]:
    """Whether the model that is named answers; it is asked for one word."""
    chosen = choice(settings)
    if not chosen.named:
        return
    try:
        words = reasoner(chosen, settings.sre_model_timeout)
    except AssistantError as error:
        yield _wrong("model", error)
        return
    if words is None:
        return
    seen = ModelWatch(words, SystemClock()).look()
    most = f", at most {settings.sre_model_usd_per_day:g} USD a day" if seen.state is State.GOOD else ""
    yield seen.model_copy(update={"detail": f"{seen.detail}{most}"})


def _state_and_aws(settings: Settings) -> Iterator[Part]:
    try:
        pieces = wire(settings)
    except AssistantError as error:
        yield _wrong("state", error)
        return
    yield Part(name="state", state=State.GOOD, detail=str(settings.sre_data_dir))
    seen = pieces.aws_watch.look()
    yield seen
    if seen.state is not State.DOWN:
        aws = Aws(settings.aws_region)
        yield from trail_parts(settings, aws, pieces.clock)
        yield from watch_parts(
            settings, Measuring(Ec2(aws), CloudWatch(aws, Crew(_CALLS_AT_ONCE, thread_name_prefix="doctor")))
        )
    if settings.sre_sigma_dir:
        yield own_rules_part(own_rules(settings.sre_sigma_dir), settings.sre_sigma_dir)
    pieces.store.close()


def _audit(settings: Settings) -> Iterator[Part]:
    """Whether the heads in the bucket can be read; that one can be written shows by night, as each is kept for good."""
    heads = heads_elsewhere(settings, Aws(settings.aws_region))
    if heads is None:
        return
    try:
        published = len(heads.published())
    except AssistantError as error:
        yield _wrong("audit heads", error)
        return
    yield Part(name="audit heads", state=State.GOOD, detail=f"{published} in {heads.place}")


def _slack(settings: Settings) -> Part:
    if not settings.slack_configured:
        advice = "Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN; `sre-agent manifest` prints the app to create."
        return Part(name="Slack", state=State.DOWN, detail="no tokens", advice=advice)
    try:
        told = SlackClient(settings.slack_bot_token.get_secret_value(), settings.slack_api_url).call("auth.test")
        opener = SlackClient(settings.slack_app_token.get_secret_value(), settings.slack_api_url)
        opener.call("apps.connections.open")
    except AssistantError as error:
        return _wrong("Slack", error)
    return Part(name="Slack", state=State.GOOD, detail=f"workspace {told.get('team', told['team_id'])}")


def _policy(settings: Settings) -> list[Part]:
    clock = SystemClock()
    client = SlackClient(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    return policy_parts(settings, Directory(client, clock), clock.now())


def _alerts(settings: Settings) -> list[Part]:
    client = SlackClient(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    return list(alert_parts(settings, Directory(client, SystemClock())))


def _wrong(name: str, error: AssistantError) -> Part:
    return Part(name=name, state=State.DOWN, detail=error.sentence, advice=error.advice)
