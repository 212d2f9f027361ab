"""How the account's events are read and kept, put together once per process."""

from datetime import timedelta

from bot.settings import Settings
from core.clock import Clock
from core.strands import global_region
from services.aws.crew import Crew
from services.aws.ec2 import Ec2
from services.aws.event_pages import EventPages
from services.aws.flow_logs import FlowLogs
from services.aws.insights import Insights
from services.aws.log_lines import LogLines
from services.aws.session import Aws
from services.aws.sessions import Sessions
from services.aws.trail_bucket import TrailBucket
from services.store.event_log import EventLog, Limits
from workflows.instance_trail import InstanceSources, InstanceTrail
from workflows.trail import Trail

_QUESTIONS_AT_ONCE = 16
_AT_ONCE = 12  # two regions for a few people at once, each paced by itself, and eight files of a bucket
_MEGABYTE = 1_000_000


def account_trail(settings: Settings, aws: Aws, elsewhere: Aws, clock: Clock) -> Trail:
    """What tells the account's events; `elsewhere` is asked for those of the services without regions."""
    limits = Limits(timedelta(days=settings.sre_trail_days), settings.sre_trail_megabytes * _MEGABYTE)
    sources = [EventPages(aws)]
    if aws.region != global_region(aws.region):
        sources.append(EventPages(elsewhere))
    log = EventLog(settings.sre_data_dir, limits)
    bucket = TrailBucket(aws, settings.sre_trail_bucket) if settings.sre_trail_bucket else None
    return Trail(sources, log, clock, Crew(_AT_ONCE, thread_name_prefix="trail"), bucket)


def instance_trail(settings: Settings, aws: Aws, trail: Trail, clock: Clock) -> InstanceTrail:
    """What tells what happened to one instance, and who came in to it."""
    sources = InstanceSources(
        Ec2(aws),
        Sessions(aws, clock),
        LogLines(aws),
        FlowLogs(aws, Insights(aws)),
        settings.ssh_log_groups,
    )
    return InstanceTrail(trail, sources, Crew(_QUESTIONS_AT_ONCE, thread_name_prefix="activity"))
