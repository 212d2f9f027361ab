"""Arguments about reports and the audit log."""

import re
from typing import Annotated, get_args

from pydantic import AfterValidator, BeforeValidator

from commands.params.param import Param, lower, shown
from core.answers.report import Format

_REPORT = re.compile(r"r-\d{8}-[0-9a-f]{6}")
_SUBJECT = re.compile(r"[\w./:-]{3,200}", re.ASCII)
_FORMATS: tuple[str, ...] = get_args(Format)
_EXAMPLE_REPORT = "r-20261120-7f3a9c"


def _report_id(value: str) -> str:
    word = value.strip().lower()
    if not _REPORT.fullmatch(word):
        raise ValueError(f"{shown(value)} is not the id of a report, which looks like {_EXAMPLE_REPORT}.")
    return word


def _audit_subject(value: str) -> str:
    word = value.strip()
    if word and not _SUBJECT.fullmatch(word):
        raise ValueError(f"{shown(value)} is no id that the audit log could have: letters, digits and -_./: only.")
    return word


ReportFormat = Annotated[
    Format,
    BeforeValidator(lower),
    Param(
        noun=f"a format ({', '.join(_FORMATS)})",
        plural="formats",
        help="json for programs, csv with one row per finding and package, html as a page to read and print.",
        flag="--format",
        example="html",
        claims=lambda word: word.lower() in _FORMATS,
        choices=_FORMATS,
    ),
]

ReportId = Annotated[
    str,
    AfterValidator(_report_id),
    Param(
        noun=f"the id of a report ({_EXAMPLE_REPORT})",
        plural="report ids",
        help="The id of a stored report, as its card and its file name show it.",
        flag="--report",
        example=_EXAMPLE_REPORT,
        claims=lambda word: word.lower().startswith("r-"),
        bare=True,
    ),
]

AuditSubject = Annotated[
    str,
    AfterValidator(_audit_subject),
    Param(
        noun="what was changed (a patch, a plan or an instance)",
        plural="subjects",
        help="What the rows are about: the id of a patch, a plan or an instance; none means everything.",
        flag="--subject",
        example="w-20261120-7f3a9c",
        claims=lambda word: _SUBJECT.fullmatch(word) is not None,
    ),
]
