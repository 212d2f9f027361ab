"""A whole report for the renderers."""

from collections.abc import Sequence

from core.answers.report import Format, ReportBody, ReportFile, VulnerabilityReport
from core.answers.vuln_check import InstanceFindings
from core.attachment import Attachment
from core.findings import Finding
from core.gaps import Gap
from core.report.build import build, judge
from core.report.deadlines import DAYS
from tests.core.examples import NOW, entry
from tests.core.report.examples import census_of

REPORT_ID = "r-20261120-7f3a9c"


def body_of(
    *found: Finding, instances: Sequence[InstanceFindings] = (entry(1),), gaps: tuple[Gap, ...] = ()
) -> ReportBody:
    census = census_of(*found, instances=instances, gaps=gaps)
    return build(census, judge(census, NOW, DAYS), report_id=REPORT_ID, now=NOW, days=DAYS, earlier=())


def report_of(body: ReportBody, wanted: Format = "html", content: bytes | None = b"page") -> VulnerabilityReport:
    """The report as it is shown, without its file where there is no content."""
    name = f"vulnerability-report-{REPORT_ID}.{wanted}"
    file = ReportFile(
        format=wanted, name=name, media_type=f"text/{wanted}", size_bytes=4, digest="0" * 64, kept_until=NOW
    )
    attachment = None
    if content is not None:
        attachment = Attachment(name=name, title="Report", media_type=f"text/{wanted}", content=content)
    return VulnerabilityReport(**dict(body), report_id=REPORT_ID, file=file, attachment=attachment)
