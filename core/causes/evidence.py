"""What is known about an alert, one fact each, with where it comes from and how far it can be trusted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from core.model import Model

# MEASURED: a service of ours or AWS said so. TOLD: words of strangers (an alert's text, a log line) claim it.
Trust = Literal["measured", "told"]


class Evidence(Model):
    """One fact. `kind` is the word that rules know it by ("connections_up"); `said` is our sentence for it.

    `id` is unique within one report. `quoted` holds a stranger's own words and is only ever shown as a quotation.
    `first_seen` is when what it tells of began, None where that is not known; with `before` it began earlier than that.
    `strength` is 0 to 1, for a fact that is less sure than its kind. `impact`: it tells what people lose. `values` fill
    the gaps of texts; `query` is how it can be asked for again.
    """

    id: str = ""
    kind: str
    source: str
    said: str
    quoted: str = ""
    component: str = ""
    value: float | None = None
    unit: str = ""
    first_seen: datetime | None = None
    before: bool = False
    strength: float = Field(1.0, ge=0, le=1)
    trust: Trust = "measured"
    impact: bool = False
    values: Mapping[str, str] = Field(default_factory=dict)
    query: str = ""

    @property
    def words(self) -> str:
        """Everything it says, for whoever checks that a text says no more."""
        measured = "" if self.value is None else f"{self.value:g} {self.unit}"
        parts = (self.said, self.quoted, self.component, measured, *self.values.values())
        return " ".join(part for part in parts if part)


def numbered(found: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The same facts, each once, as E1, E2 and so on."""
    once = {(each.kind, each.source, each.said, each.quoted, each.component): each for each in found}
    return tuple(each.model_copy(update={"id": f"E{number}"}) for number, each in enumerate(once.values(), start=1))
