"""Arguments about plans, patches and their way back."""

import re
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator

from commands.params.param import Param, lower, shown
from core.patching.plan import Criticality, PatchLevel, Scope

_WORKFLOW = re.compile(r"w-\d{8}-[0-9a-f]{6}")
_PLAN = re.compile(r"p-\d{8}-[0-9a-f]{6}")
_LEVELS: tuple[str, ...] = get_args(PatchLevel)
_SCOPES: tuple[str, ...] = get_args(Scope)
_CRITICALITIES: tuple[str, ...] = get_args(Criticality)
_EXAMPLE_WORKFLOW = "w-20261120-7f3a9c"
_EXAMPLE_PLAN = "p-20261120-7f3a9c"


def _workflow_id(value: str) -> str:
    word = value.strip().lower()
    if word and not _WORKFLOW.fullmatch(word):
        raise ValueError(f"{shown(value)} is not the id of a patch, which looks like {_EXAMPLE_WORKFLOW}.")
    return word


def _running_patch(value: str) -> str:
    return _workflow_id(value or "none")


def _plan_id(value: str) -> str:
    word = value.strip().lower()
    if not _PLAN.fullmatch(word):
        raise ValueError(f"{shown(value)} is not the id of a plan, which looks like {_EXAMPLE_PLAN}.")
    return word


def _dry_run(value: object) -> object:
    return True if isinstance(value, str) and value.strip().lower() == "dry-run" else value


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

RunningPatch = Annotated[
    str,
    AfterValidator(_running_patch),
    Param(
        noun=f"the id of a patch ({_EXAMPLE_WORKFLOW})",
        plural="patch ids",
        help="The id of a patch that runs, as its card shows it.",
        flag="--workflow",
        example=_EXAMPLE_WORKFLOW,
        claims=lambda word: word.lower().startswith("w-"),
        bare=True,
    ),
]

StopReason = Annotated[
    str,
    Param(
        noun="a reason in words",
        plural="reasons",
        help="Why it should be stopped; everyone in the thread of the patch reads it.",
        flag="--reason",
        example="wrong day",
        claims=lambda _: False,
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
    BeforeValidator(lower),
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
    BeforeValidator(lower),
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
    BeforeValidator(lower),
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
