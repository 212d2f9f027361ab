"""The base of all data that leaves a function."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Immutable data; an unknown field is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")
