"""Lines of CloudWatch Logs that match a pattern."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.errors import NotFound, Upstream
from core.gaps import Gap
from services.aws.persistence import every_page
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_logs.type_defs import FilteredLogEventTypeDef, FilterLogEventsResponseTypeDef

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html: 10,000 lines or 1 MB a
# page, and pages without any line come as well.
_PAGE_SIZE = 10_000
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines with the time at which they were logged, in the order of time; `gaps` name what was not read."""

    lines: tuple[tuple[datetime, str], ...]
    gaps: tuple[Gap, ...] = ()


class LogLines:
    """Asks CloudWatch Logs."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def matching(self, group: str, streams: str, pattern: str, since: datetime, until: datetime) -> Lines:
        """The lines of a log group whose streams begin with a text. Nothing is raised."""
        found: list[tuple[datetime, str]] = []
        try:
            for page in every_page(lambda token: self._page(group, streams, pattern, since, until, token)):
                found += [line for each in page.get("events", []) for line in _line(each)]
                if len(found) >= _MOST and page.get("nextToken"):
                    return Lines(tuple(sorted(found)), (_cut(group, found),))
        except NotFound:
            gap = Gap(what=f"lines of {group}", why=f"there is no log group {group} in {self._aws.region}")
            return Lines((), (gap,))
        except Upstream as error:
            read = f" after {max(found)[0]:%H:%M} UTC" if found else ""
            return Lines(
                tuple(sorted(found)), (Gap(what=f"lines of {group}{read}", why=error.sentence, advice=error.advice),)
            )
        return Lines(tuple(sorted(found)))

    def _page(
        self, group: str, streams: str, pattern: str, since: datetime, until: datetime, token: str
    ) -> "FilterLogEventsResponseTypeDef":
        with self._aws.asking("logs", "FilterLogEvents"):
            return self._aws.client("logs").filter_log_events(
                logGroupName=group,
                logStreamNamePrefix=streams,
                filterPattern=pattern,
                startTime=int(since.timestamp() * 1000),
                endTime=int(until.timestamp() * 1000),
                limit=_PAGE_SIZE,
                **({"nextToken": token} if token else {}),  # type: ignore[arg-type]  # the name of a field
            )


def _line(wire: "FilteredLogEventTypeDef") -> Sequence[tuple[datetime, str]]:
    at, text = wire.get("timestamp"), wire.get("message")
    return [(datetime.fromtimestamp(at / 1000, UTC), text)] if at is not None and text is not None else []


def _cut(group: str, found: Sequence[tuple[datetime, str]]) -> Gap:
    what = f"lines of {group} after {max(found)[0]:%Y-%m-%d %H:%M} UTC"
    return Gap(what=what, why=f"the first {len(found):,} were read", advice="Ask about a shorter time.", by_choice=True)
