"""Arguments about alerts and incidents."""

from typing import Annotated

from pydantic import AfterValidator

from commands.params.param import Param, shown

_LONGEST = 20_000
_EXAMPLE = "Database connection pool exhausted for user-service"


def _text(value: str) -> str:
    if len(value) > _LONGEST:
        raise ValueError(f"The text {shown(value)} is longer than {_LONGEST:,} characters.")
    return value.strip()


IncidentId = Annotated[
    str,
    AfterValidator(_text),
    Param(
        noun="the id of an incident, as its message shows it",
        plural="incident ids",
        help="The id of an incident, as its message shows it; anything else is read as the text of an alert.",
        flag="--incident",
        example="inc-20261120-7f3a9c",
        claims=lambda word: word.lower().startswith("inc-"),
    ),
]

KnownIncident = Annotated[
    str,
    AfterValidator(_text),
    Param(
        noun="the id of an incident, as its message shows it",
        plural="incident ids",
        help="The id of an incident, as its message shows it.",
        flag="--incident",
        example="inc-20261120-7f3a9c",
        claims=lambda _: True,
    ),
]

AlertText = Annotated[
    str,
    AfterValidator(_text),
    Param(
        noun="the text of an alert",
        plural="texts",
        help="The text of an alert, or a payload as a monitoring service sends it.",
        flag="--text",
        example=_EXAMPLE,
        claims=lambda _: True,
        bare=True,
        whole=True,
    ),
]
