"""How the pieces are put together, once per process."""

from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from blocks.charts.trend import trend_charts
from bot.executing import runner
from bot.explaining import explainer, replies
from bot.health import HealthBoard, summed_up
from bot.heartbeat import absent_part, serving
from bot.meter import Meter, health_gauges
from bot.patching import Patching, patching, tags_from
from bot.security import outside, security
from bot.settings import Settings
from bot.trail import account_trail
from bot.watch import AwsWatch
from commands import COMMANDS
from commands.context import Context
from core.actor import Actor, Door
from core.answers.health import Health
from core.business_hours import parse_business_hours
from core.clock import Clock, SystemClock
from core.compliance import PatchRules
from core.errors import BadRequest
from core.report.deadlines import days_allowed
from core.strands import global_region
from services.aws.audit_bucket import BucketHeads
from services.aws.change_calendar import ChangeCalendar
from services.aws.changes.snapshots import TakenSnapshots
from services.aws.cloudtrail import CloudTrail
from services.aws.cloudwatch import CloudWatch
from services.aws.crew import Crew
from services.aws.ec2 import Ec2
from services.aws.inspector import Inspector
from services.aws.instance_status import InstanceStatus
from services.aws.machines import Machines
from services.aws.maintenance_windows import MaintenanceWindows
from services.aws.patch_states import PatchStates
from services.aws.session import Aws
from services.slack.client import SlackClient
from services.slack.directory import Directory
from services.slack.outbox import Outbox
from services.store import Store
from services.store.audit_heads import Heads
from services.store.audit_key import audit_key
from services.store.cache import Cache
from services.store.files import Files
from services.store.sqlite import SqliteStore
from workflows.alerts.handling import Handling
from workflows.alerts.silences import Silences
from workflows.auditing import Auditing
from workflows.bulletins.polling import Bulletins
from workflows.census import CensusTaker
from workflows.compliance import Compliance, PatchSources
from workflows.digest.gathering import Gathering
from workflows.digest.posting import Digests
from workflows.facts_memory import FactsMemory
from workflows.instance import InstancePages, Sections
from workflows.metrics import Measurements
from workflows.patch_window import PatchWindows, Rules
from workflows.patching import planning
from workflows.patching.holds import Holds
from workflows.patching.items import PatchItems
from workflows.patching.links import Links
from workflows.patching.looking import Looking, Machinery
from workflows.patching.orders import Orders
from workflows.patching.proposals import Proposals
from workflows.patching.records import Records
from workflows.patching.rollbacks import Rollbacks
from workflows.patching.runner import Runner
from workflows.patching.starting import Authority
from workflows.reports import Reports
from workflows.schedule import Schedules
from workflows.schedule import Sources as ScheduleSources
from workflows.sightings import Sightings
from workflows.survey import Surveyor
from workflows.trail import Trail
from workflows.vulnerabilities import Vulnerabilities
from workflows.watching.measuring import Measuring
from workflows.watching.trying import Trying
from workflows.window_facts import Sources

# The worst of a large fleet take seventeen; while an endpoint holds three such questions, a fourth still has threads.
_AWS_CALLS_AT_ONCE = 72
_METRIC_QUESTIONS_AT_ONCE = 16
_SCHEDULE_QUESTIONS_AT_ONCE = 24
_PATCH_QUESTIONS_AT_ONCE = 24
# A report reads all there is; a dozen streams do that as fast as Inspector likes, and leave its patience to others.
_REPORT_STREAMS = 12


@dataclass(frozen=True)
class Pieces:
    """What every door needs."""

    settings: Settings
    clock: Clock
    store: SqliteStore
    aws_watch: AwsWatch
    board: HealthBoard
    meter: Meter
    client: SlackClient
    directory: Directory
    links: Links
    patching: Patching
    trail: Trail
    runner: Runner | None
    findings: Bulletins | None
    digests: Digests | None
    context: Context
    offered: frozenset[str]


def wire(settings: Settings) -> Pieces:
    """Build everything that does not talk to Slack; nothing is asked of AWS yet.

    Raises:
        Upstream: the store cannot be opened.
        BadRequest: a setting names something that does not exist.
    """
    clock = SystemClock()
    key = partial(audit_key, settings.sre_audit_key.get_secret_value(), settings.sre_audit_dir)
    store = SqliteStore.open(settings.sre_data_dir, clock, audit_key=key)
    meter = Meter()
    aws = Aws(settings.aws_region, tally=meter.aws_calls)
    elsewhere = Aws(global_region(settings.aws_region), tally=meter.aws_calls)
    trail = account_trail(settings, aws, elsewhere, clock)
    inspector = Inspector(aws, Crew(_AWS_CALLS_AT_ONCE, thread_name_prefix="inspector"))
    known = FactsMemory(Cache(settings.sre_data_dir, clock))
    surveyor = Surveyor(
        aws,
        Ec2(aws),
        inspector,
        known,
        clock,
        settings.sre_max_findings,
        settings.sre_answer_deadline,
    )
    cloudwatch = CloudWatch(aws, Crew(_METRIC_QUESTIONS_AT_ONCE, thread_name_prefix="cloudwatch"))
    measurements = Measurements(
        aws,
        Ec2(aws),
        cloudwatch,
        CloudTrail(aws, Crew(_METRIC_QUESTIONS_AT_ONCE, thread_name_prefix="cloudtrail"), clock),
        clock,
        settings.sre_answer_deadline,
        settings.tool_cache_time,
    )
    board = HealthBoard(clock)
    watch = AwsWatch(aws, inspector, clock)
    board.add(watch.parts)
    meter.add(health_gauges(board.report))
    vulnerabilities = Vulnerabilities(surveyor, clock, settings.tool_cache_time)
    patches = compliance(settings, aws, store, vulnerabilities, clock)
    windows = patch_windows(settings, aws, cloudwatch, clock)
    sections = Sections(
        Ec2(aws), InstanceStatus(aws), patch_states(aws), vulnerabilities, measurements, patches, windows
    )
    client = SlackClient(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    directory = Directory(client, clock)
    patches_asked = patching(settings, store, aws, windows, client, directory, clock)
    plans = planner(settings, aws, surveyor, windows, patches_asked.holds, clock)
    authority = Authority(settings.sre_policy, directory, tags_from(Ec2(aws)), patches_asked.rules)
    proposals = Proposals(plans, store)
    looks, links = machinery(settings, aws), Links(Outbox(store, clock), client)
    watched = security(settings, aws, store, trail, outside(aws, vulnerabilities, clock), directory, clock)
    board.add(watched.parts)
    incidents = Handling(store, clock, Silences(store, clock), settings.sre_alert_channel)
    explaining = explainer(settings, aws, store, incidents, trail, cloudwatch, clock)
    context = Context(
        actor=Actor(Door.CLI),
        authorise=patches_asked.authorise,
        vulnerabilities=vulnerabilities,
        metrics=measurements,
        explaining=explaining,
        replies=replies(settings, store, incidents, explaining, clock),
        thresholds=Trying(
            aws, settings.sre_thresholds, Measuring(Ec2(aws), cloudwatch), clock, settings.sre_answer_deadline
        ),
        compliance=patches,
        patch_windows=windows,
        schedules=schedules(settings, aws, store, clock),
        instances=InstancePages(aws, sections, clock, settings.sre_answer_deadline),
        reports=reports(settings, aws, store, known, clock),
        incidents=incidents,
        auditing=Auditing(store, key, Heads(settings.sre_audit_dir), clock, heads_elsewhere(settings, aws)),
        security=watched.watch,
        rulings=watched.rulings,
        proposals=proposals,
        orders=Orders(proposals, patches_asked.requests, Records(store)),
        rollbacks=Rollbacks(
            store, aws, looks, TakenSnapshots(aws), patches_asked.requests, clock, settings.sre_backup_days
        ),
        approval_requests=patches_asked.requests,
        shown_patches=patches_asked.showing,
        stop_requests=patches_asked.stop_requests,
        holds=patches_asked.holds,
        health=lambda: health_beside(store, watch, clock),
        timed=meter.timed,
    )
    return Pieces(
        settings=settings,
        clock=clock,
        store=store,
        aws_watch=watch,
        board=board,
        meter=meter,
        client=client,
        directory=directory,
        links=links,
        patching=patches_asked,
        trail=trail,
        runner=runner(settings, store, aws, authority, Looking(plans, looks), links, clock),
        findings=Bulletins(surveyor, store, channel) if (channel := settings.sre_findings_channel) else None,
        digests=digests(settings, store, links, context.auditing, clock),
        context=context,
        offered=offered(settings.enabled_tools),
    )


def heads_elsewhere(settings: Settings, aws: Aws) -> BucketHeads | None:
    """Where the audit log's head is published beside its own file."""
    return BucketHeads(aws, settings.sre_audit_bucket) if settings.sre_audit_bucket else None


def digests(settings: Settings, store: Store, links: Links, auditing: Auditing, clock: Clock) -> Digests | None:
    """What tells the morning's story, None where no channel wants it."""
    if not settings.sre_digest_channel:
        return None
    gathering = Gathering(store, PatchItems(store, links), notes=lambda: (auditing.digest_line(),))
    return Digests(
        gathering,
        Outbox(store, clock),
        Files(settings.sre_data_dir, clock),
        trend_charts,
        channel_id=settings.sre_digest_channel,
        always=settings.sre_digest_always,
    )


def reports(settings: Settings, aws: Aws, store: Store, known: FactsMemory, clock: Clock) -> Reports:
    """What makes and keeps reports."""
    inspector = Inspector(aws, Crew(_REPORT_STREAMS, thread_name_prefix="report"))
    taker = CensusTaker(aws, Ec2(aws), inspector, known, clock, settings.sre_answer_deadline)
    days = days_allowed(
        settings.sre_patch_days_critical,
        settings.sre_patch_days_high,
        settings.sre_patch_days_medium,
        settings.sre_patch_days_low,
    )
    return Reports(taker, store, Files(settings.sre_data_dir, clock), clock, settings.tool_cache_time, days)


def compliance(
    settings: Settings, aws: Aws, store: Store, vulnerabilities: Vulnerabilities, clock: Clock
) -> Compliance:
    """What answers about missing patches, by the team's days for them."""
    sources = PatchSources(Ec2(aws), patch_states(aws), vulnerabilities, Sightings(store, clock))
    rules = PatchRules(
        critical=settings.sre_patch_days_critical,
        high=settings.sre_patch_days_high,
        medium=settings.sre_patch_days_medium,
        low=settings.sre_patch_days_low,
        stale_after=settings.sre_patch_scan_days,
    )
    most, deadline_s, keep_s = settings.sre_max_findings, settings.sre_answer_deadline, settings.tool_cache_time
    return Compliance(aws, sources, clock, rules, most, deadline_s, keep_s)


def planner(
    settings: Settings, aws: Aws, surveyor: Surveyor, windows: PatchWindows, holds: Holds, clock: Clock
) -> planning.Planner:
    """What makes plans, each from what is true now."""
    machines = Machines(aws, Crew(_PATCH_QUESTIONS_AT_ONCE, thread_name_prefix="machines"))
    sources = planning.Sources(surveyor, patch_states(aws), machines, windows, holds.of)
    rules = planning.Rules(
        settings.sre_bake_seconds, settings.sre_backup_days, settings.sre_policy.rollback_approved_with_patch
    )
    return planning.Planner(sources, rules, clock, settings.sre_answer_deadline)


def machinery(settings: Settings, aws: Aws) -> Machinery:
    """What looks at single machines before a way back."""
    machines = Machines(aws, Crew(_PATCH_QUESTIONS_AT_ONCE, thread_name_prefix="machines"))
    return Machinery(Ec2(aws), machines, patch_states(aws), settings.sre_answer_deadline)


def patch_states(aws: Aws) -> PatchStates:
    """What asks Systems Manager, on threads of its own."""
    return PatchStates(aws, Crew(_PATCH_QUESTIONS_AT_ONCE, thread_name_prefix="patches"))


def patch_windows(settings: Settings, aws: Aws, cloudwatch: CloudWatch, clock: Clock) -> PatchWindows:
    """What answers about patch windows, by the team's zone, hours and calendars."""
    crew = Crew(_SCHEDULE_QUESTIONS_AT_ONCE, thread_name_prefix="schedules")
    sources = Sources(
        Ec2(aws), cloudwatch, ChangeCalendar(aws, crew), MaintenanceWindows(aws, crew), settings.change_calendars
    )
    rules = Rules(
        ZoneInfo(settings.sre_timezone), parse_business_hours(settings.sre_business_hours), settings.sre_window_minutes
    )
    return PatchWindows(aws, sources, rules, clock, settings.tool_cache_time, settings.sre_answer_deadline)


def schedules(settings: Settings, aws: Aws, store: Store, clock: Clock) -> Schedules:
    """What answers about work that lies ahead."""
    crew = Crew(_SCHEDULE_QUESTIONS_AT_ONCE, thread_name_prefix="schedules")
    calendar, maintenance = ChangeCalendar(aws, crew), MaintenanceWindows(aws, crew)
    sources = ScheduleSources(Ec2(aws), calendar, maintenance, settings.change_calendars)
    keep_s, deadline_s = settings.tool_cache_time, settings.sre_answer_deadline
    return Schedules(aws, sources, Records(store), clock, keep_s, deadline_s)


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
