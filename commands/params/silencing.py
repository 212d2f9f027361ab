"""Arguments about silences and alerts that could not be read."""

from typing import Annotated

from pydantic import AfterValidator, Field

from commands.params.param import Param, shown
from core.alerts.silence import EXAMPLE, parse_matchers
from core.errors import BadRequest

_MOST_HOURS = 720


def _matching(value: str) -> str:
    try:
        parse_matchers(value)
    except BadRequest as error:
        raise ValueError(error.sentence) from None
    return value


def _reason(value: str) -> str:
    if not value.strip():
        raise ValueError("A silence needs a reason.")
    return value.strip()


def _key(value: str) -> str:
    word = value.strip()
    if not word or len(word) > 200 or any(not (letter.isalnum() or letter in "-_.") for letter in word):  # noqa: PLR2004
        raise ValueError(f"{shown(value)} is no key of a dead letter.")
    return word


Matching = Annotated[
    str,
    AfterValidator(_matching),
    Param(
        noun=f"which alerts ({EXAMPLE})",
        plural="matchers",
        help="Fields or labels with their values, separated by commas; * stands for anything, != for anything else.",
        flag="--matching",
        example=EXAMPLE,
        claims=lambda word: "=" in word,
    ),
]

Reason = Annotated[
    str,
    AfterValidator(_reason),
    Param(
        noun="a reason",
        plural="reasons",
        help="Why nobody has to know; everybody sees it.",
        flag="--reason",
        example="disk is being replaced",
        claims=lambda _: False,
    ),
]

SilenceHours = Annotated[
    float,
    Field(gt=0, le=_MOST_HOURS),
    Param(
        noun=f"a number of hours up to {_MOST_HOURS}",
        plural="hours",
        help="How long the silence lasts.",
        flag="--hours",
        example="2",
        claims=lambda _: False,
    ),
]

DeadLetterKey = Annotated[
    str,
    AfterValidator(_key),
    Param(
        noun="the key of a dead letter, or all",
        plural="keys",
        help="The key as `sre-agent alerts dead-letters` shows it; all for every one.",
        flag="--key",
        example="4f1c0d2e9a7b35c86d10",
        claims=lambda _: True,
        bare=True,
    ),
]
