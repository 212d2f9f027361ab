"""Reports on every finding: made, drawn as a file, stored under an id with their figures, and shown again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from typing import Protocol

from blocks.report_csv import report_csv, report_csv_zip
from blocks.report_html import report_html
from blocks.report_json import report_json
from core.answers.report import Figures, Format, ReportBody, ReportFile, VulnerabilityReport
from core.attachment import Attachment
from core.clock import Clock
from core.errors import NotFound
from core.place import Place
from core.progress import Progress
from core.report.build import IN_ANSWER, IN_FILE, Census, build, judge, shortened
from core.report.deadlines import DAYS, Days
from core.report.judged import Judged
from core.report.trend import POINTS
from services.store import ABSENT, Order, Put, Store
from workflows.fresh import Fresh

KIND = "report"
KEEP = timedelta(days=90)
_NEWEST = 3
# As many findings are some 5 MB of CSV; beyond that it goes into a ZIP.
_PLAIN_CSV = 10_000


class Files(Protocol):
    """Keeps content under its digest."""

    def put(self, content: bytes) -> str:
        """Keep it, and say its SHA-256."""
        ...

    def get(self, digest: str) -> bytes:
        """The content; raises core.errors.NotFound when it is not kept any more."""
        ...


class Taker(Protocol):
    """Reads every finding; see `workflows.census.CensusTaker`."""

    def take(self, given: Sequence[str], progress: Progress) -> Census:
        """Everything about the given instances, none: the whole fleet."""
        ...


class Reports:
    """Makes and keeps reports. The same report is shown again for `keep_s` seconds, unless something was missing."""

    def __init__(
        self,
        taker: Taker,
        store: Store,
        files: Files,
        clock: Clock,
        keep_s: float,
        days: Days = DAYS,
    ) -> None:
        self._taker = taker
        self._store = store
        self._files = files
        self._clock = clock
        self._days = days
        self._made: Fresh[VulnerabilityReport] = Fresh(clock, keep_s, lambda report: not report.figures.partial)

    def report(self, instance_ids: Sequence[str], wanted: Format, progress: Progress) -> VulnerabilityReport:
        """A report on the given instances (none: the whole fleet), stored, with its file.

        Raises:
            NotFound: none of the given instances exists here.
            Upstream: the findings could not be asked for, or the report cannot be stored.
        """
        asked_for = tuple(instance_ids)
        made = self._made.get((asked_for, wanted), lambda: self._make(asked_for, wanted, progress))
        return self._aged(self._with_file(made))

    def shown(self, report_id: str) -> VulnerabilityReport:
        """A stored report with its file; without the file where that is gone.

        Raises:
            NotFound: there is no such report; the advice names the newest ones.
        """
        record = self._store.get(KIND, report_id)
        if record is None:
            raise NotFound(f"There is no report {report_id}.", advice=self._newest())
        return self._aged(self._with_file(VulnerabilityReport.model_validate(record.doc)))

    def _make(self, asked_for: tuple[str, ...], wanted: Format, progress: Progress) -> VulnerabilityReport:
        census = self._taker.take(asked_for, progress)
        progress.say("Drawing the report", 0, len(census.lines))
        now, days = self._clock.now(), self._days
        found = judge(census, now, days)
        scope = _scope(census.place, census.asked_for)
        report_id = f"r-{now:%Y%m%d}-{token_hex(3)}"
        body = build(census, found, report_id=report_id, now=now, days=days, earlier=self._earlier(scope))
        drawn = _drawn(wanted, body, found)
        file = ReportFile(
            format=wanted,
            name=drawn.name,
            media_type=drawn.media_type,
            size_bytes=len(drawn.content),
            digest=self._files.put(drawn.content),
            kept_until=now + KEEP,
        )
        short = shortened(body, IN_ANSWER)
        report = VulnerabilityReport(**dict(short), report_id=report_id, file=file)
        self._keep(report, scope, now)
        return report

    def _keep(self, report: VulnerabilityReport, scope: str, now: datetime) -> None:
        doc = report.model_dump(mode="json")
        self._store.put(Put(KIND, report.report_id, doc, ABSENT, state=scope, expires=now + KEEP))

    def _earlier(self, scope: str) -> tuple[Figures, ...]:
        """The figures of the latest reports on the same instances."""
        records = self._store.find(KIND, state=scope, limit=POINTS, order=Order.NEWEST)
        return tuple(Figures.model_validate(record.doc["figures"]) for record in records)

    def _newest(self) -> str:
        records = self._store.find(KIND, limit=_NEWEST, order=Order.NEWEST)
        if not records:
            return "None has been made yet, or all are older than 90 days; make one with `sre-agent report`."
        return f"The newest: {', '.join(record.key for record in records)}."

    def _with_file(self, report: VulnerabilityReport) -> VulnerabilityReport:
        try:
            content = self._files.get(report.file.digest)
        except NotFound:
            return report
        title = f"Vulnerability report {report.report_id}"
        file = Attachment(name=report.file.name, title=title, media_type=report.file.media_type, content=content)
        return report.model_copy(update={"attachment": file})

    def _aged(self, report: VulnerabilityReport) -> VulnerabilityReport:
        return report.model_copy(update={"place": report.place.at(self._clock.now())})


def _drawn(wanted: Format, body: ReportBody, found: Sequence[Judged]) -> Attachment:
    report_id = body.figures.report_id
    name, title = f"vulnerability-report-{report_id}.{wanted}", f"Vulnerability report {report_id}"
    match wanted:
        case "csv" if len(found) > _PLAIN_CSV:
            content = report_csv_zip(found, name)
            return Attachment(name=f"{name}.zip", title=title, media_type="application/zip", content=content)
        case "csv":
            return Attachment(name=name, title=title, media_type="text/csv", content=report_csv(found))
        case "html":
            content = report_html(shortened(body, IN_FILE))
            return Attachment(name=name, title=title, media_type="text/html", content=content)
        case "json":
            content = report_json(shortened(body, IN_FILE))
            return Attachment(name=name, title=title, media_type="application/json", content=content)


def _scope(place: Place, asked_for: Sequence[str]) -> str:
    """What a report is on: only reports on the same instances of the same place are compared."""
    named = " ".join([place.account, place.region, *sorted(asked_for)])
    return sha256(named.encode()).hexdigest()[:16]
