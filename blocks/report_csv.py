"""The report as CSV (RFC 4180): one row for each finding and package, for spreadsheets and scripts.

It begins with a byte order mark: without one, Excel reads UTF-8 as the code page of the machine and spoils names.
Scripts read it as `utf-8-sig`.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import StringIO

from blocks.text import one_line
from core.findings import Package
from core.report.judged import Judged
from core.report.people import owner_of

COLUMNS = (
    "priority",
    "severity",
    "vulnerability",
    "title",
    "score",
    "epss",
    "known_exploited",
    "due",
    "overdue_days",
    "public_exploit",
    "instance_id",
    "instance",
    "owner",
    "environment",
    "reachable_from_internet",
    "package",
    "installed",
    "fixed_in",
    "fix",
    "package_manager",
    "path",
    "first_observed",
    "last_observed",
    "finding_arn",
)
# Spreadsheets run a cell that begins like this (https://owasp.org/www-community/attacks/CSV_Injection), and where the
# list separator is a semicolon a text holds several cells. An apostrophe makes each of them text.
_FORMULA = re.compile("(^|;)(\\s*)(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])")
_TRUTH = {True: "yes", False: "no", None: "unknown"}
_REMEMBERED = 20_000
_PACKAGELESS = Package(name="", version="", manager="")


def report_csv(found: Iterable[Judged]) -> bytes:
    """Every finding in the order given; one that names no package has one row all the same."""
    text = StringIO(newline="")
    text.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    # Most texts come many times; those that do not are pushed out again.
    harmless = lru_cache(_REMEMBERED)(neutral)
    for each in found:
        for row in _rows(each):
            writer.writerow([harmless(value) if isinstance(value, str) else value for value in row])
    return text.getvalue().encode("utf-8", errors="replace")


def neutral(text: str) -> str:
    """Text on one line, which no spreadsheet takes for a formula."""
    return _FORMULA.sub(r"\1\2'", one_line(text))


def _rows(each: Judged) -> Iterator[tuple[str | float | None, ...]]:
    line, instance = each.line, each.instance
    due = line.known_exploited.due if line.known_exploited else None
    exploited = True if line.known_exploited else False if line.facts_known else None
    for package in line.packages or (_PACKAGELESS,):
        yield (
            each.tier.value,
            line.severity.value,
            line.vulnerability_id,
            line.title,
            line.score,
            line.epss,
            _TRUTH[exploited],
            due.isoformat() if due else "",
            each.overdue_days,
            _TRUTH[line.exploit_available],
            instance.instance_id,
            instance.label,
            owner_of(instance),
            instance.environment,
            _TRUTH[instance.exposed],
            package.name,
            package.version,
            package.fixed_in,
            line.fix.value,
            package.manager,
            package.path,
            f"{line.first_observed:%Y-%m-%dT%H:%M:%SZ}",
            f"{line.last_observed:%Y-%m-%dT%H:%M:%SZ}",
            line.arn,
        )
