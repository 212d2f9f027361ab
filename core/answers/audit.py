"""What was decided and done, by whom, and whether the record of it is whole."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.audit import Verdict
from core.model import Model


class AuditEntry(Model):
    """One row: who did what to which subject, through which door. `user_id` is Slack's, "" where none is known."""

    sequence: int
    at: datetime
    door: str
    user_id: str
    action: str
    subject: str
    detail: Mapping[str, Any]


class AuditLog(Model):
    """Rows about `subject` ("": about anything), newest first, at most `limit`; `older` says that there are more."""

    rows: tuple[AuditEntry, ...]
    subject: str
    older: bool
    summary: str
    verdict: Verdict
    at: datetime
