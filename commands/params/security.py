"""Arguments about the account's events, and about what a team rules on them."""

import re
from datetime import timedelta
from typing import Annotated, get_args

from pydantic import AfterValidator, BeforeValidator

from commands.params.machines import instance_id, means_instance
from commands.params.param import Param, lower, shown, split_words
from core.detections import Category
from core.findings import Severity
from core.spans import parse_span, short_span

# CloudTrail's LookupEvents keeps 90 days:
# https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
SHORTEST, LONGEST = timedelta(minutes=15), timedelta(days=90)
_IN_HOURS = timedelta(hours=48)  # people say 24h, and 2d only of more
KINDS: tuple[Category, ...] = get_args(Category)
USUAL_KINDS: tuple[Category, ...] = ("login", "privilege_escalation", "config_changes")
ALL = "all"
MOST_MUTE_DAYS = 365
_SEVERITIES = tuple(each.value for each in Severity if each is not Severity.UNTRIAGED)
_RULE = re.compile(r"[a-z0-9][a-z0-9_.:-]{1,99}")
_EXAMPLE_RULE = "trail-off"


def _kinds(given: object) -> object:
    """Kinds in our order; what is no text is left to the checks."""
    values = split_words(given)
    if not isinstance(values, list | tuple) or not all(isinstance(value, str) for value in values):
        return values
    words = {_kind_word(value): value for value in values}
    if strange := [value for word, value in words.items() if word not in (*KINDS, ALL)]:
        raise ValueError(f"{shown(strange[0])} is no event type; there are {', '.join(KINDS)}, and all.")
    if not words:
        return USUAL_KINDS
    return KINDS if ALL in words else tuple(kind for kind in KINDS if kind in words)


def _kind_word(value: str) -> str:
    return re.sub(r"[\s-]+", "_", value.strip().lower())


def _trail_range(value: str) -> str:
    length = parse_span(value)
    if length < SHORTEST:
        raise ValueError(f"{shown(value)} is too short: at least {short_span(SHORTEST)}, as events come minutes late.")
    if length > LONGEST:
        raise ValueError(
            f"{shown(value)} is too long: at most {short_span(LONGEST)}, as long as CloudTrail keeps them."
        )
    whole_hours = length <= _IN_HOURS and not length % timedelta(hours=1)
    return f"{length // timedelta(hours=1)}h" if whole_hours else short_span(length)


def _instance_or_none(value: str) -> str:
    return instance_id(value) if value.strip() else ""


def _rule(value: str) -> str:
    word = value.strip().lower()
    if not _RULE.fullmatch(word):
        raise ValueError(f"{shown(value)} is not the name of a rule, which looks like {_EXAMPLE_RULE}.")
    return word


def _mute_days(value: object) -> int:
    """Whole days from a number or from a span such as 7d or 2w."""
    text = str(value).strip()
    try:
        days = int(text) if text.isdecimal() else parse_span(text) / timedelta(days=1)
    except ValueError:
        days = 0
    if not 1 <= days <= MOST_MUTE_DAYS or days != int(days) or isinstance(value, bool):
        raise ValueError(f"{shown(text)} is not a number of whole days from 1 to {MOST_MUTE_DAYS}.")
    return int(days)


def _reason(value: str) -> str:
    words = " ".join(value.split())
    if not words:
        raise ValueError("This needs a reason in a few words: others read it on their cards.")
    return words


EventTypes = Annotated[
    tuple[Category, ...],
    BeforeValidator(_kinds),
    Param(
        noun=f"an event type ({', '.join(KINDS)}, all)",
        plural="event types",
        help=f"Which kinds to show: {', '.join(KINDS)}, or all; none: the first three. High and critical findings are"
        " shown whatever their kind.",
        flag="--type",
        example=("login", "exfiltration"),
        claims=lambda word: _kind_word(word) in (*KINDS, ALL),
        many=True,
    ),
]

TrailRange = Annotated[
    str,
    AfterValidator(_trail_range),
    Param(
        noun="a time range (15m to 90d)",
        plural="time ranges",
        help=f"How far back: a number and m, h, d or w, from {short_span(SHORTEST)} to {short_span(LONGEST)}.",
        flag="--last",
        example="24h",
        claims=lambda word: word[:1].isdigit(),
    ),
]

InstanceOrAccount = Annotated[
    str,
    AfterValidator(_instance_or_none),
    Param(
        noun="an instance id (i-…)",
        plural="instance ids",
        help="The id or ARN of one instance; none means the whole account.",
        flag="--instance",
        example="i-0a554b5583dd70864",
        claims=means_instance,
    ),
]

RuleName = Annotated[
    str,
    AfterValidator(_rule),
    Param(
        noun=f"the name of a rule ({_EXAMPLE_RULE})",
        plural="rule names",
        help="The name of a rule, as `show events` and the list of rules name it.",
        flag="--rule",
        example=_EXAMPLE_RULE,
        claims=lambda word: bool(_RULE.fullmatch(word.lower())),
        bare=True,
    ),
]

Reason = Annotated[
    str,
    AfterValidator(_reason),
    Param(
        noun="a reason in a few words",
        plural="reasons",
        help="Why, in a few words; everybody reads it, and it is audited.",
        flag="--reason",
        example="backups",
        claims=lambda _: False,
    ),
]

MuteDays = Annotated[
    int,
    BeforeValidator(_mute_days),
    Param(
        noun=f"a number of days (1 to {MOST_MUTE_DAYS})",
        plural="numbers of days",
        help=f"For how many days, 1 to {MOST_MUTE_DAYS}.",
        flag="--days",
        example="7",
        claims=lambda word: word[:1].isdigit(),
    ),
]

OwnSeverity = Annotated[
    Severity,
    BeforeValidator(lower),
    Param(
        noun=f"a severity ({', '.join(_SEVERITIES)})",
        plural="severities",
        help="The severity that the rule's findings have from now on.",
        flag="--severity",
        example="low",
        claims=lambda word: word.lower() in _SEVERITIES,
        choices=_SEVERITIES,
    ),
]
