"""Specialists are data: which words they know, what they look at, which causes they weigh, and what they say to do."""

import re
import tomllib
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.alerts.alert import AlertLevel
from core.errors import BadRequest
from core.model import Model

_LONGEST = 200_000
_Gap = re.compile(r"\{([a-z_]+)\}")


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no pattern: {error}") from None
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]
Weights = Mapping[str, Annotated[float, Field(gt=0, le=8)]]


class Sign(Model):
    """Words of an alert or a log line that claim something; named groups of a pattern become values."""

    kind: str
    say: str
    any: tuple[Pattern, ...] = Field(min_length=1)
    impact: bool = False


class Advice(Model):
    """A step of the runbook; `run` is a command in which `{names}` are filled from trusted values only."""

    say: str
    run: str = ""
    changes: bool = False


class Cause(Model):
    """A cause that a specialist knows.

    `prior` and the weights are natural log-odds: how usual it is when nothing else is known, and how much each kind of
    evidence says for or against it. What `helps` only adds to what speaks for itself. `after` names the kinds of change
    that start it: they count more the closer they are to the onset. `text` is sentences with `{values}`; one that lacks
    a value is left out. `costs` says what people lose by it, `check` what tells it from others.
    """

    name: str
    title: str
    text: tuple[str, ...] = Field(min_length=1)
    prior: float = -2.0
    supports: Weights = Field(default_factory=dict)
    helps: Weights = Field(default_factory=dict)
    contradicts: Weights = Field(default_factory=dict)
    after: Weights = Field(default_factory=dict)
    severity: AlertLevel = AlertLevel.UNKNOWN
    costs: str = ""
    check: str = ""
    actions: tuple[Advice, ...] = Field(min_length=1)
    prevention: tuple[str, ...] = ()


class Specialist(Model):
    """One specialist. A team's own says with `match` which alerts are for it, and may build upon another, its `base`.

    `collectors` are names of what to gather besides what the base gathers; `runbook` is shown whatever the cause, and
    `next` is what to look at when no cause stands out.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]{1,39}$")
    title: str
    base: str = ""
    match: tuple[Pattern, ...] = ()
    collectors: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()
    causes: tuple[Cause, ...] = ()
    runbook: str = ""
    next: str = ""

    @model_validator(mode="after")
    def _causes_differ(self) -> Self:
        names = [cause.name for cause in self.causes]
        if len(names) != len(set(names)):
            twice = next(name for name in names if names.count(name) > 1)
            raise ValueError(f"the cause {twice} stands there twice")
        return self

    @property
    def vocabulary(self) -> str:
        """All of its own words: what they name is no claim about the world."""
        causes = (part for cause in self.causes for part in (cause.title, *cause.text, cause.check, *cause.prevention))
        steps = (part for cause in self.causes for step in cause.actions for part in (step.say, step.run))
        return _Gap.sub("", " ".join((*causes, *steps)))


class _File(BaseModel):
    """A specialist as it stands in a file, with its tables in the singular."""

    model_config = ConfigDict(extra="forbid")

    name: str
    title: str = ""
    base: str = ""
    match: tuple[str, ...] = ()
    collectors: tuple[str, ...] = ()
    runbook: str = ""
    next: str = ""
    sign: tuple[Mapping[str, Any], ...] = ()
    cause: tuple[Mapping[str, Any], ...] = ()


def read_specialist(text: str, file: str) -> Specialist:
    """A specialist from TOML.

    Raises:
        BadRequest: the text is no specialist; one sentence says where it is wrong, and names the file.
    """
    if len(text) > _LONGEST:
        raise BadRequest(f"The specialist file {file} is longer than {_LONGEST:,} characters.")
    try:
        read = _File.model_validate(tomllib.loads(text))
        return Specialist.model_validate(
            {
                **read.model_dump(exclude={"sign", "cause"}),
                "title": read.title or read.name.replace("_", " ").capitalize(),
                "signs": read.sign,
                "causes": read.cause,
            }
        )
    except tomllib.TOMLDecodeError as error:
        raise BadRequest(f"The specialist file {file} is no TOML: {error}.") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        why = first["msg"].removeprefix("Value error, ").rstrip(".")
        raise BadRequest(f"The specialist file {file} is wrong at {where}: {why}.") from None
