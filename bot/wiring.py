"""How the pieces are put together, once per process."""

from dataclasses import dataclass

from blocks.charts.trend import trend_charts
from blocks.digest import THREAD_SHOWN
from bot.basis import Basis, basis
from bot.executing import runner
from bot.explaining import explainer, replies
from bot.health import HealthBoard, summed_up
from bot.heartbeat import absent_part, serving
from bot.meter import Meter
from bot.patching import Patching, patching, tags_from
from bot.reading import Reading, patch_states, reading
from bot.security import Security, outside, security
from bot.settings import Settings
from bot.tracing import TracedExplaining
from bot.watch import AwsWatch
from commands import COMMANDS
from commands.context import Context
from core.actor import Actor, Door
from core.answers.health import Health
from core.clock import Clock
from core.errors import BadRequest
from core.tracing import Tracer
from services.aws.audit_bucket import BucketHeads
from services.aws.changes.snapshots import TakenSnapshots
from services.aws.crew import Crew
from services.aws.ec2 import Ec2
from services.aws.machines import Machines
from services.aws.session import Aws
from services.slack.client import SlackClient
from services.slack.directory import Directory
from services.slack.outbox import Outbox
from services.store import Store
from services.store.audit_heads import Heads
from services.store.files import Files
from services.store.sqlite import SqliteStore
from workflows.alerts.handling import Handling
from workflows.alerts.items import IncidentItems
from workflows.alerts.silences import Silences
from workflows.auditing import Auditing
from workflows.bulletins.events import FindingEvents
from workflows.bulletins.polling import Bulletins
from workflows.digest.gathering import Gathering
from workflows.digest.posting import Digests
from workflows.patching import planning
from workflows.patching.items import PatchItems
from workflows.patching.links import Links
from workflows.patching.looking import Looking, Machinery
from workflows.patching.orders import Orders
from workflows.patching.proposals import Proposals
from workflows.patching.records import Records
from workflows.patching.rollbacks import Rollbacks
from workflows.patching.runner import Runner
from workflows.patching.starting import Authority
from workflows.security.habits import CallersHabits
from workflows.trail import Trail

_PATCH_QUESTIONS_AT_ONCE = 24


@dataclass(frozen=True)
class Pieces:
    """What every door needs."""

    settings: Settings
    clock: Clock
    store: SqliteStore
    aws_watch: AwsWatch
    board: HealthBoard
    meter: Meter
    tracer: Tracer
    client: SlackClient
    directory: Directory
    links: Links
    patching: Patching
    trail: Trail
    habits: CallersHabits
    runner: Runner | None
    findings: Bulletins | None
    finding_events: FindingEvents | None
    digests: Digests | None
    context: Context
    offered: frozenset[str]


@dataclass(frozen=True)
class _Changing:
    """What plans changes and asks for them."""

    asked: Patching
    plans: planning.Planner
    looks: Machinery
    links: Links


def wire(settings: Settings) -> Pieces:
    """Build everything that does not talk to Slack; nothing is asked of AWS yet.

    Raises:
        Upstream: the store cannot be opened.
        BadRequest: a setting names something that does not exist.
    """
    base = basis(settings)
    answers = reading(base)
    changing = _changing(base, answers)
    watched = security(
        settings,
        base.aws,
        base.store,
        base.trail,
        outside(base.aws, answers.vulnerabilities, base.clock),
        base.directory,
        base.clock,
    )
    base.board.add(watched.parts)
    context = _context(base, answers, changing, watched)
    authority = Authority(settings.sre_policy, base.directory, tags_from(Ec2(base.aws)), changing.asked.rules)
    looking, channel = Looking(changing.plans, changing.looks), settings.sre_findings_channel
    bulletins = Bulletins(base.surveyor, base.store, channel) if channel else None
    return Pieces(
        settings=settings,
        clock=base.clock,
        store=base.store,
        aws_watch=base.aws_watch,
        board=base.board,
        meter=base.meter,
        tracer=base.tracer,
        client=base.client,
        directory=base.directory,
        links=changing.links,
        patching=changing.asked,
        trail=base.trail,
        habits=watched.habits,
        runner=runner(base, authority, looking, changing.links),
        findings=bulletins,
        finding_events=FindingEvents(bulletins, base.store) if bulletins else None,
        digests=digests(settings, base.store, changing.links, context, base.clock),
        context=context,
        offered=offered(settings.enabled_tools),
    )


def _changing(base: Basis, answers: Reading) -> _Changing:
    settings, aws, store, clock = base.settings, base.aws, base.store, base.clock
    windows = answers.patch_windows
    asked = patching(settings, store, aws, windows, base.client, base.directory, clock)
    machines = Machines(aws, Crew(_PATCH_QUESTIONS_AT_ONCE, thread_name_prefix="machines"))
    sources = planning.Sources(base.surveyor, patch_states(aws), machines, windows, asked.holds.of)
    rules = planning.Rules(
        settings.sre_bake_seconds, settings.sre_backup_days, settings.sre_policy.rollback_approved_with_patch
    )
    deadline_s = settings.sre_answer_deadline
    return _Changing(
        asked=asked,
        plans=planning.Planner(sources, rules, clock, deadline_s),
        looks=Machinery(Ec2(aws), machines, patch_states(aws), deadline_s),
        links=Links(Outbox(store, clock), base.client),
    )


def _context(base: Basis, answers: Reading, changing: _Changing, watched: Security) -> Context:
    settings, aws, store, clock = base.settings, base.aws, base.store, base.clock
    asked, proposals = changing.asked, Proposals(changing.plans, store)
    incidents = Handling(store, clock, Silences(store, clock), settings.sre_alert_channel)
    explaining = explainer(settings, aws, store, incidents, base.trail, base.cloudwatch, clock)
    heads = Heads(settings.sre_audit_dir)
    snapshots, keep_days = TakenSnapshots(aws), settings.sre_backup_days
    return Context(
        actor=Actor(Door.CLI),
        authorise=asked.authorise,
        vulnerabilities=answers.vulnerabilities,
        metrics=answers.metrics,
        explaining=explaining,
        replies=replies(settings, store, incidents, TracedExplaining(explaining, base.tracer), clock),
        thresholds=answers.thresholds,
        compliance=answers.compliance,
        patch_windows=answers.patch_windows,
        schedules=answers.schedules,
        instances=answers.instances,
        reports=answers.reports,
        incidents=incidents,
        auditing=Auditing(store, base.audit_key, heads, clock, heads_elsewhere(settings, aws)),
        security=watched.watch,
        rulings=watched.rulings,
        proposals=proposals,
        orders=Orders(proposals, asked.requests, Records(store)),
        rollbacks=Rollbacks(store, aws, changing.looks, snapshots, asked.requests, clock, keep_days),
        approval_requests=asked.requests,
        shown_patches=asked.showing,
        stop_requests=asked.stop_requests,
        holds=asked.holds,
        health=lambda: health_beside(store, base.aws_watch, clock),
        timed=base.meter.timed,
    )


def heads_elsewhere(settings: Settings, aws: Aws) -> BucketHeads | None:
    """Where the audit log's head is published beside its own file."""
    return BucketHeads(aws, settings.sre_audit_bucket) if settings.sre_audit_bucket else None


def digests(settings: Settings, store: Store, links: Links, context: Context, clock: Clock) -> Digests | None:
    """What tells the morning's story, None where no channel wants it."""
    if not settings.sre_digest_channel:
        return None
    alerts = IncidentItems(context.incidents, links, THREAD_SHOWN)
    gathering = Gathering(
        store, PatchItems(store, links), alerts=alerts, notes=lambda: (context.auditing.digest_line(),)
    )
    return Digests(
        gathering,
        Outbox(store, clock),
        Files(settings.sre_data_dir, clock),
        trend_charts,
        channel_id=settings.sre_digest_channel,
        always=settings.sre_digest_always,
    )


def health_beside(store: Store, watch: AwsWatch, clock: Clock) -> Health:
    """For a process beside the serving one: what that one said last, or what can be seen without it."""
    return serving(store) or summed_up([absent_part(), watch.look()], clock.now())


def offered(enabled: str) -> frozenset[str]:
    """The operations that ENABLED_TOOLS names; `*` is all of them."""
    every = frozenset(row.name for row in COMMANDS)
    named = frozenset(word.strip() for word in enabled.split(",") if word.strip())
    if "*" in named:
        return every
    if strange := sorted(named - every):
        raise BadRequest(f"ENABLED_TOOLS names {strange[0]}, which does not exist.", advice="See `sre-agent commands`.")
    return named
