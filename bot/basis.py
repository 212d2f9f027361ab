"""What everything else is made of: settings, state, clients of AWS and Slack, and who looks after them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.health import HealthBoard
from bot.meter import Meter, health_gauges
from bot.settings import Settings
from bot.tracing import tracer
from bot.trail import account_trail
from bot.watch import AwsWatch
from core.clock import Clock, SystemClock
from core.strands import global_region
from core.tracing import Tracer
from services.aws.cloudwatch import CloudWatch
from services.aws.crew import Crew
from services.aws.ec2 import Ec2
from services.aws.inspector import Inspector
from services.aws.session import Aws
from services.slack.client import SlackClient
from services.slack.directory import Directory
from services.store.audit_key import audit_key
from services.store.cache import Cache
from services.store.sqlite import SqliteStore
from workflows.facts_memory import FactsMemory
from workflows.survey import Surveyor
from workflows.trail import Trail

# The worst of a large fleet take seventeen; while an endpoint holds three such questions, a fourth still has threads.
_AWS_CALLS_AT_ONCE = 72
_METRIC_QUESTIONS_AT_ONCE = 16


@dataclass(frozen=True)
class Basis:
    """One of each per process. `audit_key` finds the key that seals the audit log, when it is needed."""

    settings: Settings
    clock: Clock
    store: SqliteStore
    audit_key: Callable[[], bytes]
    meter: Meter
    tracer: Tracer
    board: HealthBoard
    aws: Aws
    aws_watch: AwsWatch
    trail: Trail
    cloudwatch: CloudWatch
    known: FactsMemory
    surveyor: Surveyor
    client: SlackClient
    directory: Directory


def basis(settings: Settings) -> Basis:
    """Build it; nothing is asked of AWS or Slack yet.

    Raises:
        Upstream: the store cannot be opened.
    """
    clock, traces = SystemClock(), tracer(settings)
    meter = Meter(traces)
    key = partial(audit_key, settings.sre_audit_key.get_secret_value(), settings.sre_audit_dir)
    aws = Aws(settings.aws_region, tally=meter.aws_calls)
    elsewhere = Aws(global_region(settings.aws_region), tally=meter.aws_calls)
    inspector = Inspector(aws, Crew(_AWS_CALLS_AT_ONCE, thread_name_prefix="inspector"))
    store = SqliteStore.open(settings.sre_data_dir, clock, audit_key=key)
    known = FactsMemory(Cache(settings.sre_data_dir, clock))
    most, deadline_s = settings.sre_max_findings, settings.sre_answer_deadline
    client = SlackClient(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    board, watch = HealthBoard(clock), AwsWatch(aws, inspector, clock)
    board.add(watch.parts)
    meter.add(health_gauges(board.report))
    return Basis(
        settings=settings,
        clock=clock,
        store=store,
        audit_key=key,
        meter=meter,
        tracer=traces,
        board=board,
        aws=aws,
        aws_watch=watch,
        trail=account_trail(settings, aws, elsewhere, clock),
        cloudwatch=CloudWatch(aws, Crew(_METRIC_QUESTIONS_AT_ONCE, thread_name_prefix="cloudwatch")),
        known=known,
        surveyor=Surveyor(aws, Ec2(aws), inspector, known, clock, most, deadline_s),
        client=client,
        directory=Directory(client, clock),
    )
