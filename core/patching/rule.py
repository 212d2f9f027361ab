"""The approval of a rule that approves: people agree to it once, until it expires."""

from datetime import datetime
from enum import StrEnum

from core.model import Model
from core.patching.policy import AutoApprove
from core.patching.workflow import Ending, Vote

SCHEMA = 1


class RuleState(StrEnum):
    """Whether a rule may approve."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"


class RuleApproval(Model):
    """What was decided about one rule; `digest` is of the rule as the policy has it."""

    rule: AutoApprove
    digest: str
    asked_at: datetime
    channel_id: str
    quorum: int
    approvers: tuple[str, ...]
    votes: tuple[Vote, ...] = ()
    ending: Ending | None = None
