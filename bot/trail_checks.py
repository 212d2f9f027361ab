"""What the doctor asks of the services that tell of events, logins and threats: one small question to each."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.settings import Settings
from core.answers.health import Part, State
from core.clock import Clock
from core.errors import AssistantError, NotFound
from core.gaps import Gap
from core.strands import CHANGES, global_region
from services.aws.config_history import ConfigHistory
from services.aws.event_pages import EventPages
from services.aws.flow_logs import FlowLogs
from services.aws.guardduty import GuardDuty
from services.aws.insights import Insights
from services.aws.log_lines import LogLines
from services.aws.security_hub import SecurityHub
from services.aws.session import Aws
from services.aws.sessions import Sessions
from services.aws.trail_bucket import TrailBucket

_MINUTE = timedelta(minutes=1)
_NOBODY, _NOTHING = "i-00000000000000000", "sg-00000000000000000"


def trail_parts(settings: Settings, aws: Aws, clock: Clock) -> Iterator[Part]:
    """A part for each service; one that is not enabled is well, and says so."""
    now = clock.now()
    begin = now - _MINUTE
    yield _asked("events", lambda: _regions(aws), lambda: _events(settings, aws, clock))
    if settings.sre_trail_bucket:
        bucket = TrailBucket(aws, settings.sre_trail_bucket)
        yield _asked("trail bucket", lambda: _delivered(bucket, aws, now), lambda: None)
    yield _told("GuardDuty", GuardDuty(aws).findings(begin).gaps)
    yield _told("Security Hub", SecurityHub(aws).findings(begin, now).gaps)
    yield _told("AWS Config", _but_unknown(ConfigHistory(aws).of("AWS::EC2::SecurityGroup", _NOTHING, begin, now).gaps))
    yield _asked("sessions", lambda: "read", lambda: Sessions(aws, clock).of(_NOBODY, begin))
    yield _asked("flow logs", lambda: _flow_logs(aws), lambda: None)
    for group in settings.ssh_log_groups:
        yield _told(f"SSH log {group}", LogLines(aws).matching(group, _NOBODY, "", begin, now).gaps)


def _events(settings: Settings, aws: Aws, clock: Clock) -> None:
    now = clock.now()
    elsewhere = global_region(settings.aws_region)
    for each in (aws, *([Aws(elsewhere)] if elsewhere != aws.region else [])):
        next(EventPages(each).pages(CHANGES, now - _MINUTE, now), None)


def _regions(aws: Aws) -> str:
    elsewhere = global_region(aws.region)
    return f"read in {aws.region}" + (f" and {elsewhere}" if elsewhere != aws.region else "")


def _delivered(bucket: TrailBucket, aws: Aws, now: datetime) -> str:
    files = sum(1 for _ in bucket.files(aws.region, now - timedelta(hours=2), now))
    return f"{files} files in the last two hours in {bucket.place}"


def _flow_logs(aws: Aws) -> str:
    found = FlowLogs(aws, Insights(aws)).groups()
    return f"read from {', '.join(found)}" if found else f"none in {aws.region} goes to CloudWatch Logs"


def _asked(name: str, detail: Callable[[], str], ask: Callable[[], object]) -> Part:
    try:
        ask()
        return Part(name=name, state=State.GOOD, detail=detail())
    except NotFound:  # AWS answered; the machine asked about is made up
        return Part(name=name, state=State.GOOD, detail="read")
    except AssistantError as error:
        return Part(name=name, state=State.LIMITED, detail=error.sentence, advice=error.advice)


def _told(name: str, gaps: Sequence[Gap]) -> Part:
    failed = next((gap for gap in gaps if not gap.by_choice), None)
    if failed:
        return Part(name=name, state=State.LIMITED, detail=failed.why, advice=failed.advice)
    missing = next((gap.why for gap in gaps), "")
    return Part(name=name, state=State.GOOD, detail=f"not asked: {missing}" if missing else "read")


def _but_unknown(gaps: Sequence[Gap]) -> Sequence[Gap]:
    """A made-up resource that Config has never recorded shows that Config answers."""
    return [gap for gap in gaps if "never recorded" not in gap.why]
