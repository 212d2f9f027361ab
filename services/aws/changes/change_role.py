"""The role that may change machines: assumed for one approved execution, in the name of whoever approved it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from botocore.config import Config

from core.clock import Clock
from core.errors import Cause, Upstream
from services.aws.changes.fence import guard
from services.aws.persistence import persistently
from services.aws.session import PATIENCE, Aws, session_with

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_sts.type_defs import CredentialsTypeDef

# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: RoleSessionName is 2 to 64 characters of
# these; a role that is assumed from another role lasts an hour at most.
_NAME_LENGTH = 64
_STRANGE = re.compile(r"[^\w+=,.@-]")
_LASTS_S = 3600
_EARLY = timedelta(minutes=5)
# A request leaves while the lease of its execution holds: so its connection is there, or is given up, well before the
# lease ends.
_LONGEST_CONNECT_S, _CONNECT_SHARE = 3.0, 0.25
_LONGEST_READ_S, _READ_SHARE = 10.0, 0.75
_LEASE_S = 20.0


@dataclass(frozen=True, slots=True)
class Execution:
    """For whom the role is assumed: the approved run, and who approved it."""

    run_id: str
    approver: str

    @property
    def session_name(self) -> str:
        """What CloudTrail shows for every call."""
        return _STRANGE.sub("-", f"{self.approver}-{self.run_id}")[-_NAME_LENGTH:]


class ChangeRole:
    """Assumes the role and keeps it until shortly before it expires. Other credentials are never used in its place."""

    def __init__(self, aws: Aws, arn: str, clock: Clock, lease_s: float = _LEASE_S) -> None:
        self._aws = aws
        self._arn = arn
        self._clock = clock
        self._config = _config(lease_s)
        self._lock = Lock()
        self._acting: dict[str, tuple[Aws, datetime]] = {}

    def acting_for(self, execution: Execution) -> Aws:
        """The clients of the role.

        Raises:
            Upstream: there is no such role, or AWS does not let us assume it.
        """
        if not self._arn:
            sentence = "No change role is configured, so this system only plans and explains."
            raise Upstream(sentence, cause=Cause.DENIED, retryable=False, advice="Set SRE_CHANGE_ROLE_ARN.")
        with self._lock:
            known = self._acting.get(execution.session_name)
            if known is None or known[1] - _EARLY <= self._clock.now():
                known = self._acting[execution.session_name] = self._assumed(execution)
            return known[0]

    def forget(self, execution: Execution) -> None:
        """Let the next call assume it anew."""
        with self._lock:
            self._acting.pop(execution.session_name, None)

    def _assumed(self, execution: Execution) -> tuple[Aws, datetime]:
        told = persistently(lambda: self._asked(execution))
        session = session_with(told["AccessKeyId"], told["SecretAccessKey"], told["SessionToken"])
        guard(session.events)
        expires = told["Expiration"].astimezone(UTC)
        acting = Aws(self._aws.region, self._account, session=session, config=self._config, tally=self._aws.tally)
        return acting, expires

    def _asked(self, execution: Execution) -> "CredentialsTypeDef":
        with self._aws.asking("sts", "AssumeRole"):
            return self._aws.client("sts").assume_role(
                RoleArn=self._arn, RoleSessionName=execution.session_name, DurationSeconds=_LASTS_S
            )["Credentials"]

    @property
    def _account(self) -> str:
        return self._arn.split(":")[4]


def _config(lease_s: float) -> Config:
    """Botocore makes each call once: whether a write without a token had an effect is looked up, never tried again."""
    return PATIENCE.merge(
        Config(
            connect_timeout=min(_LONGEST_CONNECT_S, lease_s * _CONNECT_SHARE),
            read_timeout=min(_LONGEST_READ_S, lease_s * _READ_SHARE),
            retries={"mode": "standard", "total_max_attempts": 1},
        )
    )
