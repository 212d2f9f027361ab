"""The one definition of an operation that Slack, the command line, MCP and plain calls share."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from blocks.card import Card, Modal
from blocks.table import Table
from commands import COMMANDS, Row
from commands.context import Context
from commands.params.param import Param, complaint, example_for, shown
from core.actor import Door, Effect
from core.attachment import Attachment
from core.errors import BadRequest
from core.model import Model

P = ParamSpec("P")
R = TypeVar("R", bound=Model)


@dataclass(frozen=True)
class Command(Generic[P, R]):
    """An operation: callable like the function it was made from, and described for every door.

    `card` draws the result for Slack; `pages` draws page n (from 0) of the whole list in a modal, where there is
    more to show than the card does; `table` is the same list for the terminal; `thread` opens the thread below a card
    that is posted for everyone. `files` draws what belongs into that thread, such as a chart: an answer that has any is
    posted for everyone, as Slack shows no file to one person alone.
    """

    row: Row
    effect: Effect
    run: Callable[Concatenate[Context, P], R]
    arguments: type[BaseModel]
    params: Mapping[str, Param]
    result: type[R]
    card: Callable[[R], Card]
    pages: Callable[[R, int], Modal] | None
    table: Callable[[R], Table] | None
    thread: Callable[[R], Card] | None
    files: Callable[[R], tuple[Attachment, ...]] | None

    @property
    def name(self) -> str:
        """The function's and the MCP tool's name."""
        return self.row.name

    def __call__(self, ctx: Context, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run for the context's caller, with checked arguments.

        Raises:
            BadRequest: an argument is wrong; the advice holds an example that works.
            NotAllowed: the caller may not do this.
        """
        given = inspect.signature(self.run).bind(ctx, *args, **kwargs).arguments
        return self.call(ctx, {name: value for name, value in given.items() if name != "ctx"})

    def call(self, ctx: Context, given: Mapping[str, Any]) -> R:
        """The same for arguments that come from outside, by name."""
        checked = self.check(given, ctx.actor.door)
        ctx.authorise(ctx.actor, self.effect)
        with ctx.timed(self.name, ctx.actor):
            return cast("Callable[..., R]", self.run)(ctx, **checked)

    def check(self, given: Mapping[str, Any], door: Door) -> dict[str, Any]:
        """Arguments by name, validated and completed with defaults; raises BadRequest."""
        try:
            model = self.arguments.model_validate(dict(given))
        except ValidationError as error:
            first = error.errors()[0]
            about = str(first["loc"][0]) if first["loc"] else ""
            raise BadRequest(complaint(first, self.params), advice=self.advice(door, about)) from None
        checked = {name: getattr(model, name) for name in self.params}
        for name, param in self.params.items():
            if door is Door.SLACK and 0 < param.slack_most < len(checked[name] or ()):
                given_count = len(checked[name])
                raise BadRequest(
                    f"Slack takes at most {param.slack_most} {param.plural} at once, and these are {given_count}.",
                    advice=f"Leave them out for the whole fleet, or use `sre-agent {self.row.cli}`.",
                )
        return checked

    def advice(self, door: Door, about: str = "") -> str:
        """An example that works at this door; `about` is the argument that it should show."""
        return f"Try `{self.example(door, about)}`."

    def example(self, door: Door, about: str = "") -> str:
        """A call that works at this door, as one would type it."""
        return example_for(door, self.row, self.params, self.required | {about})

    @property
    def required(self) -> frozenset[str]:
        """The names of arguments without a default."""
        return frozenset(name for name, field in self.arguments.model_fields.items() if field.is_required())


def command(
    *,
    card: Callable[[R], Card],
    effect: Effect = Effect.READ,
    pages: Callable[[R, int], Modal] | None = None,
    table: Callable[[R], Table] | None = None,
    thread: Callable[[R], Card] | None = None,
    files: Callable[[R], tuple[Attachment, ...]] | None = None,
) -> Callable[[Callable[Concatenate[Context, P], R]], Command[P, R]]:
    """Make an operation of a function whose signature is its schema; its names stand in its row of COMMANDS."""

    def make(run: Callable[Concatenate[Context, P], R]) -> Command[P, R]:
        hints = get_type_hints(run, include_extras=True)
        parameters = dict(list(inspect.signature(run).parameters.items())[1:])
        fields: dict[str, Any] = {
            name: (hints[name], ... if given.default is given.empty else given.default)
            for name, given in parameters.items()
        }
        return Command(
            row=row_of(run.__name__),
            effect=effect,
            run=run,
            arguments=create_model(
                run.__name__, __config__=ConfigDict(extra="forbid", frozen=True, validate_default=False), **fields
            ),
            params={name: Param.of(name, hints[name]) for name in parameters},
            result=hints["return"],
            card=card,
            pages=pages,
            table=table,
            thread=thread,
            files=files,
        )

    return make


def row_of(name: str) -> Row:
    """The row of the operation with this function name; raises BadRequest for an unknown one."""
    for row in COMMANDS:
        if row.name == name:
            return row
    raise BadRequest(f"There is no operation called {shown(name)}.")


@cache
def load(row: Row) -> Command[..., Any]:
    """The operation of a row, imported now."""
    module, _, name = row.target.partition(":")
    loaded = getattr(import_module(module), name)
    if not isinstance(loaded, Command):
        raise TypeError(f"{row.target} is not made with @command")
    return loaded


def every_command() -> Iterator[Command[..., Any]]:
    """All operations, in the order of the list."""
    return (load(row) for row in COMMANDS)
