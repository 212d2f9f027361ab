"""The scheduler with its jobs, put together for the serving process."""

from dataclasses import dataclass
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from bot.pools import Pool
from bot.publishing import Publishing
from bot.schedule import Work, jobs
from bot.scheduler import Scheduler
from bot.scheduler_health import SchedulerHealth
from bot.turns import Turns
from bot.watches import Answers, watch_jobs, watches
from bot.wiring import Pieces
from services.aws.changes.change_role import ChangeRole
from services.aws.changes.old_backups import OldSnapshots, OldVolumes
from services.aws.metric_publishing import MetricPublishing
from services.aws.session import Aws
from services.store.files import Files
from workflows.patching.old_backups import OldBackups

_WORKERS = 4


@dataclass(frozen=True, slots=True)
class Clockwork:
    """What runs jobs, and what tells how it is."""

    scheduler: Scheduler
    health: SchedulerHealth


def clockwork(pieces: Pieces) -> Clockwork:
    """All of it; nothing runs yet."""
    settings, store, clock = pieces.settings, pieces.store, pieces.clock
    # Clients of its own: what lists by night is not to use up the calls that an answer may make.
    aws, role_arn = Aws(settings.aws_region, tally=pieces.meter.aws_calls), settings.sre_change_role_arn
    role = ChangeRole(aws, role_arn, clock)
    shelves = (OldSnapshots(aws, role), OldVolumes(aws, role))
    looks = watches(settings, aws, store, clock, Answers(pieces.context.security, pieces.context.compliance), shelves)
    work = Work(
        reminders=pieces.patching.reminding,
        cards=pieces.patching.redrawing,
        backups=OldBackups(shelves, store, may_change=bool(role_arn)),
        audit=pieces.context.auditing,
        events=pieces.trail,
        habits=pieces.habits,
        findings=pieces.findings,
        findings_every=timedelta(minutes=settings.sre_findings_poll),
        finding_events=pieces.finding_events,
        figures=Publishing(pieces.meter.registry, MetricPublishing(aws)) if settings.sre_publish_metrics else None,
        digest=pieces.digests,
        digest_at=time.fromisoformat(settings.sre_digest_at),
        watches=tuple(watch_jobs(looks)) if looks else (),
        sweeps=(store.sweep, Files(settings.sre_data_dir, clock).sweep),
    )
    table = jobs(work, ZoneInfo(settings.sre_timezone))
    workers = Pool("jobs", workers=_WORKERS, backlog=len(table), per_key=1)
    scheduler = Scheduler(table, Turns(store, clock, pieces.tracer), clock, workers)
    return Clockwork(scheduler, SchedulerHealth(scheduler, clock))
