"""The kinds of arguments operations take: each carries its range, help, flag and words once, for every door."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import ErrorDetails

from blocks.text import one_line, shorten
from commands import Row
from core.actor import Door
from core.answers.report import Format
from core.findings import Floor
from core.metrics.range import LONGEST, SHORTEST
from core.patching.plan import Criticality, PatchLevel, Scope
from core.spans import parse_span, short_span

_INSTANCE = re.compile(r"i-(?:[0-9a-f]{8}|[0-9a-f]{17})")
_ARN = re.compile(r"arn:aws[a-z-]*:ec2:[a-z0-9-]+:(?P<account>\d{12}):instance/(?P<id>[^/\s]+)")
_METRIC = re.compile(r"[A-Za-z][\w/.%:-]*")
_REPORT = re.compile(r"r-\d{8}-[0-9a-f]{6}")
_WORKFLOW = re.compile(r"w-\d{8}-[0-9a-f]{6}")
_PLAN = re.compile(r"p-\d{8}-[0-9a-f]{6}")
_SUBJECT = re.compile(r"[\w./:-]{3,200}", re.ASCII)
_MOST_INSTANCES = 1000
_MOST_METRICS = 50
_MOST_DAYS_AHEAD = 28


@dataclass(frozen=True)
class Param:
    """How one kind of argument is asked for, explained and recognised.

    `claims` tells whether a bare word of a slash command is meant for this argument. `slack_most` is how many
    values Slack takes (0: as many as any door). The command line takes a `bare` one without its flag.
    """

    noun: str
    plural: str
    help: str
    flag: str
    example: str | tuple[str, ...]
    claims: Callable[[str], bool]
    many: bool = False
    choices: tuple[str, ...] = ()
    slack_most: int = 0
    bare: bool = False

    @classmethod
    def of(cls, name: str, hint: object) -> "Param":
        """The Param in an annotation; an argument without one is a mistake in the definition."""
        for part in get_args(hint):
            if isinstance(part, cls):
                return part
        raise TypeError(f"argument {name!r} has no Param in its annotation")


def shown(value: str) -> str:
    """What somebody wrote, quoted and short, for a sentence about it."""
    return f"“{shorten(one_line(value), 40)}”"


def instance_id(value: str) -> str:
    """A plain instance id from an id or an ARN, in lower case; raises ValueError with a sentence."""
    word = value.strip().lower()
    arn = _ARN.fullmatch(word)
    if not _INSTANCE.fullmatch(arn["id"] if arn else word):
        raise ValueError(f"{shown(value)} is not an instance id: i- and 8 or 17 hexadecimal digits.")
    return word


def _instance_ids(values: Iterable[str]) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(instance_id(value) for value in values))
    if len(ids) > _MOST_INSTANCES:
        raise ValueError(f"At most {_MOST_INSTANCES} instance ids at once, and these are {len(ids)}.")
    return ids


def _split(value: object) -> object:
    return [part for part in re.split(r"[\s,]+", value) if part] if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _metric_names(values: Iterable[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(one_line(value) for value in values))
    if len(names) > _MOST_METRICS:
        raise ValueError(f"At most {_MOST_METRICS} metrics at once, and these are {len(names)}.")
    return names


def _time_range(value: str) -> str:
    length = parse_span(value)
    if length < SHORTEST:
        raise ValueError(
            f"{shown(value)} is too short: at least {short_span(SHORTEST)}, as values come every 5 minutes."
        )
    if length > LONGEST:
        raise ValueError(
            f"{shown(value)} is too long: at most {short_span(LONGEST)}, which is as long as CloudWatch keeps them."
        )
    return short_span(length)


def _days(value: object) -> int:
    """Whole days from a number, or from a span such as 7d or 2w."""
    days = _number_of_days(value)
    if not 1 <= days <= _MOST_DAYS_AHEAD or days != int(days):
        raise ValueError(f"{shown(str(value))} is not a number of whole days from 1 to {_MOST_DAYS_AHEAD}.")
    return int(days)


def _number_of_days(value: object) -> float:
    """0 for what is no number of days."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    try:
        return int(str(value)) if str(value).strip().isdecimal() else parse_span(str(value)) / timedelta(days=1)
    except ValueError:
        return 0


def _report_id(value: str) -> str:
    word = value.strip().lower()
    if not _REPORT.fullmatch(word):
        raise ValueError(f"{shown(value)} is not the id of a report, which looks like {_EXAMPLE_REPORT}.")
    return word


def _workflow_id(value: str) -> str:
    word = value.strip().lower()
    if word and not _WORKFLOW.fullmatch(word):
        raise ValueError(f"{shown(value)} is not the id of a patch, which looks like {_EXAMPLE_WORKFLOW}.")
    return word


def _plan_id(value: str) -> str:
    word = value.strip().lower()
    if not _PLAN.fullmatch(word):
        raise ValueError(f"{shown(value)} is not the id of a plan, which looks like {_EXAMPLE_PLAN}.")
    return word


def _audit_subject(value: str) -> str:
    word = value.strip()
    if word and not _SUBJECT.fullmatch(word):
        raise ValueError(f"{shown(value)} is no id that the audit log could have: letters, digits and -_./: only.")
    return word


def _dry_run(value: object) -> object:
    return True if isinstance(value, str) and value.strip().lower() == "dry-run" else value


def _means_instance(word: str) -> bool:
    return word.lower().startswith(("i-", "arn:"))


_SEVERITIES: tuple[str, ...] = get_args(Floor)
_LEVELS: tuple[str, ...] = get_args(PatchLevel)
_SCOPES: tuple[str, ...] = get_args(Scope)
_FORMATS: tuple[str, ...] = get_args(Format)
_EXAMPLE_REPORT = "r-20261120-7f3a9c"
_EXAMPLE_INSTANCE = "i-0a554b5583dd70864"
_EXAMPLE_WORKFLOW = "w-20261120-7f3a9c"
_EXAMPLE_PLAN = "p-20261120-7f3a9c"
_CRITICALITIES: tuple[str, ...] = get_args(Criticality)

WorkflowId = Annotated[
    str,
    AfterValidator(_workflow_id),
    Param(
        noun=f"the id of a patch ({_EXAMPLE_WORKFLOW})",
        plural="patch ids",
        help="The id of a patch, as its card shows it; none: those that wait for approval.",
        flag="--workflow",
        example=_EXAMPLE_WORKFLOW,
        claims=lambda word: word.lower().startswith("w-"),
        bare=True,
    ),
]

RollbackId = Annotated[
    str,
    AfterValidator(_workflow_id),
    Param(
        noun=f"the id of the patch to take back ({_EXAMPLE_WORKFLOW})",
        plural="patch ids",
        help="The id of the patch to take back, as its card shows it; none: the last one of that instance.",
        flag="--patch",
        example=_EXAMPLE_WORKFLOW,
        claims=lambda word: word.lower().startswith("w-"),
    ),
]

PlanId = Annotated[
    str,
    AfterValidator(_plan_id),
    Param(
        noun=f"the id of a plan ({_EXAMPLE_PLAN})",
        plural="plan ids",
        help="The id of a plan that the assistant issued, as its card and its answer name it.",
        flag="--plan",
        example=_EXAMPLE_PLAN,
        claims=lambda word: word.lower().startswith("p-"),
        bare=True,
    ),
]

RaisedCriticality = Annotated[
    Criticality | Literal[""],
    BeforeValidator(_lower),
    Param(
        noun=f"a criticality ({', '.join(_CRITICALITIES)})",
        plural="criticalities",
        help="Higher than what the findings say; none: what they say. It is never lowered.",
        flag="--criticality",
        example="critical",
        claims=lambda word: word.lower() in _CRITICALITIES,
        choices=_CRITICALITIES,
    ),
]

Level = Annotated[
    PatchLevel,
    BeforeValidator(_lower),
    Param(
        noun=f"a level ({', '.join(_LEVELS)})",
        plural="levels",
        help="The least severity whose packages are planned; non_critical: those without a critical finding.",
        flag="--criticality",
        example="critical",
        claims=lambda word: word.lower() in _LEVELS,
        choices=_LEVELS,
    ),
]

PatchScope = Annotated[
    Scope,
    BeforeValidator(_lower),
    Param(
        noun=f"a patch level ({', '.join(_SCOPES)})",
        plural="patch levels",
        help="Which packages: those without a critical finding, those with one, or all.",
        flag="--level",
        example="critical",
        claims=lambda word: word.lower() in _SCOPES,
        choices=_SCOPES,
    ),
]

Rollback = Annotated[
    bool,
    Param(
        noun="true or false",
        plural="answers to whether it may be rolled back",
        help="Whether a machine whose checks fail is rolled back by itself; the approval covers that too.",
        flag="--rollback",
        example="true",
        claims=lambda _: False,
        choices=("true", "false"),
    ),
]

DryRun = Annotated[
    bool,
    BeforeValidator(_dry_run),
    Param(
        noun="dry-run, true or false",
        plural="answers to whether it is a dry run",
        help="Only tell what would happen, call by call; nobody is asked and nothing is changed.",
        flag="--dry-run",
        example="true",
        claims=lambda word: word.lower() == "dry-run",
        choices=("true", "false"),
    ),
]

AutoApprove = Annotated[
    bool,
    Param(
        noun="true or false",
        plural="answers to whether it may approve itself",
        help="Let a pre-approved rule of the policy approve it, where one covers it; otherwise people do.",
        flag="--auto-approve",
        example="false",
        claims=lambda _: False,
        choices=("true", "false"),
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

InstanceIds = Annotated[
    tuple[str, ...],
    BeforeValidator(_split),
    AfterValidator(_instance_ids),
    Param(
        noun="an instance id (i-…)",
        plural="instance ids",
        help="Instance ids or ARNs; none means the whole fleet.",
        flag="--instance",
        example=(_EXAMPLE_INSTANCE,),
        claims=_means_instance,
        many=True,
        slack_most=10,
    ),
]

InstanceId = Annotated[
    str,
    AfterValidator(instance_id),
    Param(
        noun="an instance id (i-…)",
        plural="instance ids",
        help="The id or ARN of one instance.",
        flag="--instance",
        example=_EXAMPLE_INSTANCE,
        claims=_means_instance,
    ),
]

SeverityFloor = Annotated[
    Floor,
    BeforeValidator(_lower),
    Param(
        noun=f"a severity ({', '.join(_SEVERITIES)})",
        plural="severities",
        help="The least severity to show; findings nobody has judged yet are always shown.",
        flag="--severity",
        example="high",
        claims=lambda word: word.lower() in _SEVERITIES,
        choices=_SEVERITIES,
    ),
]


MetricNames = Annotated[
    tuple[str, ...],
    BeforeValidator(_split),
    AfterValidator(_metric_names),
    Param(
        noun="a metric (cpu, network, disk, memory, credits, status, or CloudWatch's own name)",
        plural="metrics",
        help="Kinds (cpu, network, disk, memory, filesystem, credits, status), CloudWatch's names in any case, or"
        " namespace:name; none means the usual ones.",
        flag="--metric",
        example=("cpu", "memory"),
        claims=lambda word: bool(_METRIC.fullmatch(word)) and not _means_instance(word),
        many=True,
        slack_most=20,
    ),
]

TimeRange = Annotated[
    str,
    AfterValidator(_time_range),
    Param(
        noun="a time range (15m to 63d)",
        plural="time ranges",
        help=f"How far back: a number and m, h, d or w, from {short_span(SHORTEST)} to {short_span(LONGEST)}.",
        flag="--range",
        example="24h",
        claims=lambda word: word[:1].isdigit(),
    ),
]


DaysAhead = Annotated[
    int,
    BeforeValidator(_days),
    Param(
        noun="a number of days (1 to 28)",
        plural="numbers of days",
        help=f"How many days ahead to look, 1 to {_MOST_DAYS_AHEAD}.",
        flag="--days",
        example="14",
        claims=lambda word: word[:1].isdigit(),
    ),
]


ReportFormat = Annotated[
    Format,
    BeforeValidator(_lower),
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


def complaint(error: ErrorDetails, params: Mapping[str, Param]) -> str:
    """What is wrong, in one sentence, from pydantic's first error."""
    name = str(error["loc"][0]) if error["loc"] else ""
    param = params.get(name)
    if param is None:
        return f"{shown(name)} is not an argument here; there is {' and '.join(params) or 'none'}."
    if error["type"] == "missing":
        return f"This needs {param.noun}."
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return f"{shown(str(error['input']))} is not {param.noun}."


def example_for(door: Door, row: Row, params: Mapping[str, Param], wanted: frozenset[str]) -> str:
    """A call that works: with the wanted arguments, or the first one where none is wanted."""
    names = [name for name in params if name in wanted] or list(params)[:1]
    values = {name: params[name].example for name in names}
    if door is Door.MCP:
        return f"{row.name}({json.dumps(values)})"
    words = [(params[name], word) for name, value in values.items() for word in _words(value)]
    if door is Door.SLACK:
        return " ".join([row.slash, *(word for _, word in words)])
    flagged = (word if param.bare else f"{param.flag} {word}" for param, word in words)
    return " ".join(["sre-agent", row.cli, *flagged])


def _words(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
