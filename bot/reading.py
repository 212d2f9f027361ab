"""What answers questions about the fleet, put together; it changes nothing in AWS."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.basis import Basis
from bot.settings import Settings
from core.business_hours import parse_business_hours
from core.clock import Clock
from core.compliance import PatchRules
from core.report.deadlines import days_allowed
from services.aws.change_calendar import ChangeCalendar
from services.aws.cloudtrail import CloudTrail
from services.aws.cloudwatch import CloudWatch
from services.aws.crew import Crew
from services.aws.ec2 import Ec2
from services.aws.inspector import Inspector
from services.aws.instance_status import InstanceStatus
from services.aws.maintenance_windows import MaintenanceWindows
from services.aws.patch_states import PatchStates
from services.aws.session import Aws
from services.store import Store
from services.store.files import Files
from workflows.census import CensusTaker
from workflows.compliance import Compliance, PatchSources
from workflows.facts_memory import FactsMemory
from workflows.instance import InstancePages, Sections
from workflows.metrics import Measurements
from workflows.patch_window import PatchWindows, Rules
from workflows.patching.records import Records
from workflows.reports import Reports
from workflows.schedule import Schedules
from workflows.schedule import Sources as ScheduleSources
from workflows.sightings import Sightings
from workflows.vulnerabilities import Vulnerabilities
from workflows.watching.measuring import Measuring
from workflows.watching.trying import Trying
from workflows.window_facts import Sources

_TRAIL_QUESTIONS_AT_ONCE = 16
_SCHEDULE_QUESTIONS_AT_ONCE = 24
_PATCH_QUESTIONS_AT_ONCE = 24
# A report reads all there is; a dozen streams do that as fast as Inspector likes, and leave its patience to others.
_REPORT_STREAMS = 12


@dataclass(frozen=True)
class Reading:
    """One for each kind of question."""

    vulnerabilities: Vulnerabilities
    metrics: Measurements
    compliance: Compliance
    patch_windows: PatchWindows
    schedules: Schedules
    instances: InstancePages
    reports: Reports
    thresholds: Trying


def reading(base: Basis) -> Reading:
    """All of them; nothing is asked yet."""
    settings, aws, clock, store = base.settings, base.aws, base.clock, base.store
    keep_s, deadline_s = settings.tool_cache_time, settings.sre_answer_deadline
    trail = CloudTrail(aws, Crew(_TRAIL_QUESTIONS_AT_ONCE, thread_name_prefix="cloudtrail"), clock)
    metrics = Measurements(aws, Ec2(aws), base.cloudwatch, trail, clock, deadline_s, keep_s)
    vulnerabilities = Vulnerabilities(base.surveyor, clock, keep_s)
    patches = compliance(settings, aws, store, vulnerabilities, clock)
    windows = patch_windows(settings, aws, base.cloudwatch, clock)
    sections = Sections(Ec2(aws), InstanceStatus(aws), patch_states(aws), vulnerabilities, metrics, patches, windows)
    measuring = Measuring(Ec2(aws), base.cloudwatch)
    return Reading(
        vulnerabilities=vulnerabilities,
        metrics=metrics,
        compliance=patches,
        patch_windows=windows,
        schedules=schedules(settings, aws, store, clock),
        instances=InstancePages(aws, sections, clock, deadline_s),
        reports=reports(settings, aws, store, base.known, clock),
        thresholds=Trying(aws, settings.sre_thresholds, settings.sre_anomaly_tags, measuring, clock, deadline_s),
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
