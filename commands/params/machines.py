"""Arguments that name machines and findings."""

import re
from collections.abc import Iterable
from typing import Annotated, get_args

from pydantic import AfterValidator, BeforeValidator

from commands.params.param import Param, lower, shown, split_words
from core.findings import Floor

_INSTANCE = re.compile(r"i-(?:[0-9a-f]{8}|[0-9a-f]{17})")
_ARN = re.compile(r"arn:aws[a-z-]*:ec2:[a-z0-9-]+:(?P<account>\d{12}):instance/(?P<id>[^/\s]+)")
_MOST_INSTANCES = 1000
_SEVERITIES: tuple[str, ...] = get_args(Floor)
_EXAMPLE = "i-0a554b5583dd70864"


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


def means_instance(word: str) -> bool:
    """Whether a bare word is meant as an instance."""
    return word.lower().startswith(("i-", "arn:"))


InstanceIds = Annotated[
    tuple[str, ...],
    BeforeValidator(split_words),
    AfterValidator(_instance_ids),
    Param(
        noun="an instance id (i-…)",
        plural="instance ids",
        help="Instance ids or ARNs; none means the whole fleet.",
        flag="--instance",
        example=(_EXAMPLE,),
        claims=means_instance,
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
        example=_EXAMPLE,
        claims=means_instance,
    ),
]

SeverityFloor = Annotated[
    Floor,
    BeforeValidator(lower),
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
