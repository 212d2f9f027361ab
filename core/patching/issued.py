"""Plans as they are stored and approved: bytes that are written once, and a digest over them."""

import hashlib
from typing import TypeVar

from pydantic import ValidationError

from core.errors import Cause, Upstream
from core.model import Model
from core.patching.live import LiveState
from core.patching.plan import Plan

T = TypeVar("T", Plan, LiveState)
SCHEMA = 1


class Issued(Model):
    """A plan and the live state it was made from, as text exactly as they were first written.

    An approval is bound to `digest`, which is over these texts and the schema, never over something parsed and
    written again.
    """

    plan_text: str
    live_text: str
    schema_version: int = SCHEMA

    @property
    def digest(self) -> str:
        """SHA-256 in hexadecimal; each text is preceded by its length, so that nothing can move between them."""
        told = hashlib.sha256(f"{self.schema_version}".encode())
        for text in (self.plan_text, self.live_text):
            content = text.encode()
            told.update(f":{len(content)}:".encode() + content)
        return told.hexdigest()

    @property
    def plan(self) -> Plan:
        """The plan, read.

        Raises:
            Upstream: it was written by a version of this program that is not known here.
        """
        self._check_schema()
        return _read(Plan, self.plan_text)

    @property
    def live(self) -> LiveState:
        """The live state, read; raises Upstream as `plan` does."""
        self._check_schema()
        return _read(LiveState, self.live_text)

    def _check_schema(self) -> None:
        if self.schema_version != SCHEMA:
            raise _unknown(f"shape {self.schema_version}")


def issue(plan: Plan, live: LiveState) -> Issued:
    """Write a plan down, once and for all."""
    return Issued(plan_text=plan.model_dump_json(), live_text=live.model_dump_json())


def revise(before: Issued, plan: Plan) -> Issued:
    """Another plan from the same live state, whose text stays as it was first written."""
    return Issued(plan_text=plan.model_dump_json(), live_text=before.live_text)


def _read(model: type[T], text: str) -> T:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise _unknown("content that cannot be read") from error


def _unknown(what: str) -> Upstream:
    return Upstream(
        f"The plan has {what}: another version of this program wrote it. Nothing was done.",
        cause=Cause.REFUSED,
        retryable=False,
        advice="Make the plan again.",
    )
