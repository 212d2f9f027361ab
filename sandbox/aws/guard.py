"""Refuses what changes machines unless the change role asks for it; off until the control API names that role."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

from moto.sts.models import sts_backends
from pydantic import BaseModel, ConfigDict, Field

from sandbox.aws.account import Account
from sandbox.aws.call import Call, service_model
from sandbox.aws.errors import AwsError
from sandbox.aws.form import Form
from sandbox.aws.log import is_reading
from sandbox.aws.signature import LIFE_S
from sandbox.aws.validation import check_input

_GUARDED = ("autoscaling", "ec2", "elbv2", "iam", "kms", "ssm")
# What a change role is never given, as it would reach beyond patching.
_NEVER = ("ec2:TerminateInstances", "iam:")
_SHELL = ("AWS-RunShellScript", "AWS-RunPowerShellScript")


class Rules(BaseModel):
    """`change_role` is the name of the role that may change machines; "" lets everybody.

    `signature_life_s` is how long after it was signed a request is taken; AWS's own time unless a test has no patience.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    change_role: str = Field(default="", pattern=r"^[\w+=,.@-]{0,64}$")
    signature_life_s: float = Field(default=LIFE_S, gt=0)


class Guard:
    """The rules in force; thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._rules = Rules()

    def put(self, rules: Rules) -> None:
        """Replace the rules."""
        with self._lock:
            self._rules = rules

    def current(self) -> Rules:
        """The rules in force."""
        with self._lock:
            return self._rules

    def check(self, account: Account, call: Call) -> None:
        """Refuse a call that its caller may not make; raises AwsError."""
        if call.name == "sts:AssumeRole":
            _check_session(call)
        rules = self.current()
        if not rules.change_role or call.service not in _GUARDED or is_reading(call.operation):
            return
        role, arn = _caller(account, call)
        if role != rules.change_role or call.name.startswith(_NEVER) or call.params.get("DocumentName") in _SHELL:
            text = f"User: {arn} is not authorized to perform: {_action(call)} because no policy allows it"
            raise AwsError("AccessDeniedException", text)


def _check_session(call: Call) -> None:
    """Moto takes any name of a session; STS does not, and a name tells who approved."""
    shape = service_model("sts").operation_model("AssumeRole").input_shape
    params: Mapping[str, Any] = Form(call.params, "query").params(shape)
    check_input(shape, params)


def _caller(account: Account, call: Call) -> tuple[str, str]:
    """The role of a session and its ARN; no role for a user."""
    session = sts_backends[account.id]["aws"].get_assumed_role_from_access_key(call.access_key)
    if session is None:
        return "", f"arn:aws:iam::{account.id}:user/moto"
    role = str(session.role_arn).rpartition("/")[2]
    return role, f"arn:aws:sts::{account.id}:assumed-role/{role}/{session.session_name}"


def _action(call: Call) -> str:
    service = "elasticloadbalancing" if call.service == "elbv2" else call.service
    return f"{service}:{call.operation}"
