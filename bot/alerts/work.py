"""Everything about alerts, put together for the serving process."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from starlette.routing import Route

from bot.alerts.endpoint import AlertEndpoint
from bot.alerts.keys import Keys, parse_keys
from bot.alerts.rates import Rates
from bot.wiring import Pieces
from core.alerts.alert import Alert
from core.alerts.incident import Incident
from core.answers.health import Part, State
from core.answers.schedule import ScheduledWork
from core.progress import Silent
from services.aws.alert_queue import LONG_PATIENCE, AlertQueue, region_of_queue
from services.aws.session import Aws
from services.sns.sender import SnsSender
from workflows.alerts.arrivals import Arrivals
from workflows.alerts.desk import AlertDesk, Surroundings
from workflows.alerts.intake import Intake
from workflows.alerts.queue_reader import QueueReader
from workflows.alerts.unrecorded import Unrecorded
from workflows.alerts.upheaval import Upheaval
from workflows.alerts.worker import AlertWorker
from workflows.patching.records import Records

_BEHIND = 1_000
"""So many alerts that wait to be read are told as trouble."""


class AlertWork:
    """Takes alerts in, makes incidents of them, and has the team told; started and stopped in order.

    `wake` says that messages wait for Slack, `begun` is called with each incident that begins.
    """

    def __init__(self, pieces: Pieces, wake: Callable[[], None], begun: Callable[[Incident], None]) -> None:
        settings, store, clock = pieces.settings, pieces.store, pieces.clock
        upheaval = Upheaval(Records(store), partial(_planned, pieces), clock)
        elsewhere = pieces.finding_events.take if pieces.finding_events else _nowhere
        silences, channel = pieces.context.incidents.silences, settings.sre_alert_channel
        around = Surroundings(silences, upheaval, channel, wake, begun, elsewhere)
        self._channel = channel
        self._arrivals = Arrivals(store, clock)
        self._worker = AlertWorker(AlertDesk(store, clock, around), upheaval.refresh_windows)
        self._unrecorded = Unrecorded(pieces.client if settings.slack_configured else None, settings.sre_alert_channel)
        self.intake = Intake(store, self._stored, self._unrecorded.note, timedelta(days=settings.sre_alert_days))
        self._endpoint = AlertEndpoint(
            keys=Keys(parse_keys(settings.sre_alert_keys.get_secret_value())),
            rates=Rates(clock, settings.sre_alert_rate),
            sns=SnsSender(clock),
            intake=self.intake,
            clock=clock,
            most_bytes=settings.sre_alert_max_bytes,
        )
        self._reader = _reader(pieces, self.intake)

    def route(self) -> Route:
        """Where alerts are posted to."""
        return self._endpoint.route()

    def start(self) -> None:
        """Take in and read on."""
        self._unrecorded.start()
        self.intake.start()
        self._worker.start()
        if self._reader:
            self._reader.start()

    def stop(self, timeout_s: float) -> None:
        """Store what was taken in; what is not read stays stored."""
        if self._reader:
            self._reader.stop()
        self.intake.stop(timeout_s)
        self._worker.stop(timeout_s)
        self._unrecorded.stop()

    def parts(self) -> list[Part]:
        """What health shows of it."""
        problems = [self.intake.problem, self._worker.problem, self._reader.problem if self._reader else ""]
        if problem := next(filter(None, problems), ""):
            return [
                Part(name="alerts", state=State.DOWN, detail=problem, advice="Senders come again until it is mended.")
            ]
        waiting, dead = self._arrivals.count_waiting(), self._arrivals.count_dead()
        if waiting > _BEHIND:
            return [Part(name="alerts", state=State.LIMITED, detail=f"{waiting:,} alerts wait to be read")]
        if dead:
            advice = "See `sre-agent alerts dead-letters`."
            return [Part(name="alerts", state=State.LIMITED, detail=f"{dead} could not be read", advice=advice)]
        if not self._channel:
            return [Part(name="alerts", state=State.GOOD, detail="no channel is told; set SRE_ALERT_CHANNEL")]
        return [Part(name="alerts", state=State.GOOD, detail=f"{self.intake.taken:,} taken in since the start")]

    def _stored(self) -> None:
        self._unrecorded.recovered()
        self._worker.wake()


def _nowhere(_alert: Alert, _now: datetime) -> bool:
    return False


def _planned(pieces: Pieces) -> Iterable[ScheduledWork]:
    return pieces.context.schedules.ahead(1, Silent()).scheduled


def _reader(pieces: Pieces, intake: Intake) -> QueueReader | None:
    """What takes alerts from the queue, where one is configured."""
    url = pieces.settings.sre_alert_queue_url
    if not url:
        return None
    aws = Aws(region_of_queue(url, pieces.settings.aws_region), config=LONG_PATIENCE, tally=pieces.meter.aws_calls)
    return QueueReader(AlertQueue(aws, url), intake, pieces.clock)
