"""The table of what looks at the account without being asked, and raises alerts of its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.job import Job
from bot.settings import Settings
from core.clock import Clock
from core.slots import Every
from services.aws.acm import CertificateManager
from services.aws.cloudwatch import CloudWatch
from services.aws.crew import Crew
from services.aws.ec2 import Ec2
from services.aws.session import Aws
from services.probes.names import Names
from services.probes.ports import Ports
from services.store import Store
from workflows.watching.anomalies import Anomalies
from workflows.watching.backups import Backups, Shelf
from workflows.watching.certificates import Certificates
from workflows.watching.conditions import Conditions
from workflows.watching.disks import Disks
from workflows.watching.limits import Limits
from workflows.watching.measuring import Measuring
from workflows.watching.raising import Raising
from workflows.watching.scans import Answering as PatchAnswers
from workflows.watching.scans import Scans
from workflows.watching.stories import Answering as SecurityAnswers
from workflows.watching.stories import Stories

Look = Callable[[datetime], str]
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_CALLS_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Watches:
    """Each looks once, says in a few words what changed, and raises where it could not; None: nobody wants it."""

    limits: Look | None
    anomalies: Look | None
    stories: Look
    certificates: Look
    disks: Look
    scans: Look
    backups: Look


@dataclass(frozen=True, slots=True)
class Answers:
    """What watches ask beside AWS: about events of the account, and about missing patches."""

    security: SecurityAnswers
    patches: PatchAnswers


def watches(
    settings: Settings, aws: Aws, store: Store, clock: Clock, answers: Answers, backups: Sequence[Shelf]
) -> Watches | None:
    """All of them; None where no channel is told of alerts, so that nobody would hear of what they find."""
    if not settings.sre_alert_channel:
        return None
    raising = Raising(store, clock)
    conditions = Conditions(store, raising)
    measuring = Measuring(Ec2(aws), CloudWatch(aws, Crew(_CALLS_AT_ONCE, thread_name_prefix="watches")))
    ports = Ports(Names().addresses, private=settings.sre_probe_private)
    limits = Limits(settings.sre_thresholds, measuring, store, raising)
    return Watches(
        limits=limits.look if settings.sre_thresholds else None,
        anomalies=Anomalies(settings.sre_anomaly_tags, measuring, conditions).look
        if settings.sre_anomaly_tags
        else None,
        stories=Stories(answers.security, store, raising).look,
        certificates=Certificates(CertificateManager(aws), ports, settings.endpoints, conditions).look,
        disks=Disks(measuring, conditions).look,
        scans=Scans(answers.patches, conditions).look,
        backups=Backups(backups, conditions).look,
    )


def watch_jobs(all_of_them: Watches) -> Iterator[Job]:
    """A job for each."""
    if all_of_them.limits:
        yield _job("metric limits", 5 * _MINUTE, all_of_them.limits, "a limit that was passed is told later")
    if all_of_them.anomalies:
        yield _job("anomaly watch", 15 * _MINUTE, all_of_them.anomalies, "a machine unlike itself is told later")
    yield _job("security watch", 5 * _MINUTE, all_of_them.stories, "an attack is told at the next look")
    yield _job("disk forecast", _HOUR, all_of_them.disks, "a disk that fills up is told an hour later")
    yield _job("certificates", 6 * _HOUR, all_of_them.certificates, "a certificate that ends is told hours later")
    yield _job("backups", 12 * _HOUR, all_of_them.backups, "backups that failed or stay are told half a day later")
    yield _job("stale scans", 12 * _HOUR, all_of_them.scans, "machines that nobody scans are told half a day later")


def _job(name: str, every: timedelta, look: Look, if_missed: str) -> Job:
    """The next look sees what the missed one would have; what is rare is made up for."""
    return Job(
        name, Every(every), look, if_missed, grace=every / 2, lease=max(every, 10 * _MINUTE), catch_up=every >= _HOUR
    )
