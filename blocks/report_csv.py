"""The report as CSV (RFC 4180): one row for each finding and package, for spreadsheets and scripts.

It begins with a byte order mark: without one, Excel reads UTF-8 as the code page of the machine and spoils names.
Scripts read it as `utf-8-sig`.
"""

import csv
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from io import BytesIO, TextIOWrapper
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from blocks.text import one_line
from core.findings import Package
from core.report.judged import Judged

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
    "fix",
    "instance_id",
    "instance",
    "owner",
    "environment",
    "reachable_from_internet",
    "package",
    "installed",
    "fixed_in",
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
_LEVEL = 3  # a third of the time of 6, for a tenth more
Cell = str | float | None
_PACKAGELESS = Package(name="", version="", manager="")


def report_csv(found: Iterable[Judged]) -> bytes:
    """Every finding in the order given; one that names no package has one row all the same."""
    content = BytesIO()
    _write(content, found)
    return content.getvalue()


def report_csv_zip(found: Iterable[Judged], name: str) -> bytes:
    """The same as the file `name` in a ZIP: what a mail or a chat would refuse for its size, a tenth as large."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive, archive.open(name, "w") as file:
        _write(file, found)
    return content.getvalue()


def _write(file: IO[bytes], found: Iterable[Judged]) -> None:
    text = TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    # Most texts come many times; those that do not are pushed out again.
    harmless = lru_cache(_REMEMBERED)(neutral)
    packages = lru_cache(_REMEMBERED)(_package_cells)
    for each in found:
        finding, seen = _finding_cells(each, harmless), _seen_cells(each)
        writer.writerows((*finding, *packages(package), *seen) for package in each.line.packages or (_PACKAGELESS,))
    text.flush()
    text.detach()


def neutral(text: str) -> str:
    """Text on one line, which no spreadsheet takes for a formula."""
    return _FORMULA.sub(r"\1\2'", one_line(text))


def _finding_cells(each: Judged, harmless: Callable[[str], str]) -> tuple[Cell, ...]:
    line, instance = each.line, each.instance
    due = line.known_exploited.due if line.known_exploited else None
    exploited = True if line.known_exploited else False if line.facts_known else None
    return (
        each.tier.value,
        line.severity.value,
        harmless(line.vulnerability_id),
        harmless(line.title),
        line.score,
        line.epss,
        _TRUTH[exploited],
        due.isoformat() if due else "",
        each.overdue_days,
        _TRUTH[line.exploit_available],
        line.fix.value,
        instance.instance_id,
        harmless(instance.label),
        harmless(each.owner),
        harmless(instance.environment),
        _TRUTH[instance.exposed],
    )


def _package_cells(package: Package) -> tuple[Cell, ...]:
    return tuple(
        neutral(text) for text in (package.name, package.version, package.fixed_in, package.manager, package.path)
    )


def _seen_cells(each: Judged) -> tuple[Cell, ...]:
    return (
        f"{each.line.first_observed:%Y-%m-%dT%H:%M:%SZ}",
        f"{each.line.last_observed:%Y-%m-%dT%H:%M:%SZ}",
        each.line.arn,
    )
