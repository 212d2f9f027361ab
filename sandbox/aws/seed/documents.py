"""The shapes of the command documents of the seed, and their reader."""

from functools import cache
from typing import Literal

from pydantic import Field

from sandbox.aws.seed.load import read
from sandbox.aws.seed.model import Seed


class Parameter(Seed):
    """One parameter; without a default it has to be given. `defaults` is the default of a list."""

    type: Literal["String", "StringList"]
    description: str = ""
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    default: str | None = None
    defaults: tuple[str, ...] | None = None


class Document(Seed):
    """A command document; `Self` owns those that the account has made itself."""

    name: str
    owner: Literal["Amazon", "Self"]
    version: str
    platforms: tuple[str, ...]
    description: str
    plugin: str
    timeout_s: int
    parameters: dict[str, Parameter] = Field(default_factory=dict)


class Documents(Seed):
    """The whole file."""

    document: tuple[Document, ...]


@cache
def documents() -> tuple[Document, ...]:
    """Every document of the seed."""
    return Documents.model_validate(read("documents.toml")).document
