"""Who made a call: a person, a program on a machine, an infrastructure tool, or AWS itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.detections.reading import is_true, member, shown, text

_LONGEST_AGENT = 1_000
_AWS = (".amazonaws.com", ".amazonaws.com.cn")
# Written by hand, because documentation and reserved ranges are not private networks here.
_PRIVATE_V4 = re.compile(
    r"(?:10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|[^.]*[a-z]",
    re.IGNORECASE,
)
_INSTANCE = re.compile(r"i-[0-9a-zA-Z]{8,17}\Z")
_TASK = re.compile(r"[0-9a-f]{32}\Z")
_TOOL_AGENT = re.compile(
    r"terraform|opentofu|pulumi|cloudformation|aws-cdk|cdk\.out|crossplane|terragrunt|serverless framework|ansible",
    re.IGNORECASE,
)
_TOOL_NAME = re.compile(
    r"terraform|opentofu|pulumi|cloudformation|cdk-|\bcdk\b|atlantis|spacelift|crossplane|github|gitlab|jenkins|circleci"
    r"|codebuild|codepipeline|pipeline|deploy|\bcicd\b|\bci\b|stacksets|controltower|buildkite|ansible|\bvault\b",
    re.IGNORECASE,
)
_TOOL_SERVICES = (
    "cloudformation.amazonaws.com",
    "stacksets.cloudformation.amazonaws.com",
    "servicecatalog.amazonaws.com",
)
_CONSOLE_AGENT = re.compile(r"mozilla|console|aws internal|aws-internal|signin\.amazonaws|coral/", re.IGNORECASE)
_CLI_AGENT = re.compile(r"aws-cli/|powershell|exec-env/cloudshell", re.IGNORECASE)
_RUNTIME_AGENT = re.compile(r"exec-env/(aws_lambda|aws_ecs)|awslambda", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who called. A text is empty where the event does not have it.

    `key` tells callers apart (a session of a role is one caller); `actor` is for people. `service`: AWS itself acted.
    `through` is the AWS service that called on somebody's behalf or with a role given to it. `tool`: the agent
    or the caller's service is an infrastructure tool's; `vouched`: something that a caller cannot simply write says so
    too; `automation`: the user or role is called like a pipeline.
    """

    kind: str
    key: str
    actor: str
    user: str
    role: str
    session: str
    account: str
    access_key: str
    root: bool
    service: bool
    through: str
    instance: bool
    workload: bool
    tool: bool
    vouched: bool
    automation: bool
    console: bool
    command_line: bool
    mfa: bool

    @property
    def long_lived(self) -> bool:
        """Whether the credentials are an IAM user's own and last until somebody deletes them."""
        return self.kind == "IAMUser"

    @property
    def person(self) -> bool:
        """Whether somebody sits there, as far as one can tell: no program on a machine or in a function, no tool."""
        if self.service or self.workload or self.automation or self.through:
            return False
        single_sign_on = self.role.startswith("AWSReservedSSO_") or "@" in self.session
        typed = self.root or self.long_lived or self.console or self.command_line
        return typed or single_sign_on or self.kind == "FederatedUser"


@lru_cache(maxsize=4_096)
def says(pattern: re.Pattern[str], words: str) -> bool:
    """Whether words match. Callers and their agents repeat by the thousand, and matching was half of all the work."""
    return bool(pattern.search(words[:_LONGEST_AGENT]))


def identity_of(raw: Mapping[str, object]) -> Identity:
    """Reads `userIdentity` with the address and the agent beside it."""
    who = raw.get("userIdentity")
    kind, arn = text(member(who, "type")), text(member(who, "arn"))
    invoked_by, address, agent = (
        text(member(who, "invokedBy")),
        text(raw.get("sourceIPAddress")),
        text(raw.get("userAgent")),
    )
    issuer = member(who, "sessionContext", "sessionIssuer")
    role = text(member(issuer, "userName")) or (arn.split("/")[1] if ":assumed-role/" in arn and "/" in arn else "")
    session = _session(arn, text(member(who, "principalId"))) if kind in {"AssumedRole", "FederatedUser"} else ""
    linked = "/aws-service-role/" in text(member(issuer, "arn")) or role.startswith("AWSServiceRoleFor")
    through = next((each for each in (invoked_by, address) if each.endswith(_AWS)), "")
    service = kind == "AWSService" or linked or (not kind and not arn and bool(through))
    vouched_service = through in _TOOL_SERVICES or address in _TOOL_SERVICES
    tool = vouched_service or says(_TOOL_AGENT, agent)
    user = text(member(who, "userName"))
    automation = says(_TOOL_NAME, f"{role} {session} {user}")
    instance = bool(_INSTANCE.match(session)) or bool(text(member(who, "sessionContext", "ec2RoleDelivery")))
    return Identity(
        kind=kind,
        key=arn or text(member(who, "principalId")) or text(member(who, "accessKeyId")) or user or through or address,
        actor=_actor(kind, user, role, session, invoked_by, arn),
        user=user,
        role=role,
        session=session,
        account=text(member(who, "accountId")),
        access_key=text(member(who, "accessKeyId")),
        root=kind == "Root" or arn.endswith(":root"),
        service=service,
        through=through,
        instance=instance,
        workload=instance or bool(_TASK.match(session)) or says(_RUNTIME_AGENT, agent),
        tool=tool,
        vouched=vouched_service or (tool and automation),
        automation=automation,
        console=says(_CONSOLE_AGENT, agent) or is_true(raw.get("sessionCredentialFromConsole")),
        command_line=says(_CLI_AGENT, agent),
        mfa=is_true(member(who, "sessionContext", "attributes", "mfaAuthenticated")),
    )


def is_outside(address: str) -> bool:
    """Whether a call came over the internet: an address that is neither private nor the name of an AWS service."""
    return address[:1].isdigit() and not _PRIVATE_V4.match(address) if "." in address else _outside_v6(address)


def _outside_v6(address: str) -> bool:
    return ":" in address and not address.lower().startswith(("fc", "fd", "fe8", "fe9", "fea", "feb", "::1"))


def _session(arn: str, principal: str) -> str:
    return arn.rpartition("/")[2] if "/" in arn else principal.rpartition(":")[2]


def _actor(kind: str, user: str, role: str, session: str, invoked_by: str, arn: str) -> str:
    if kind == "Root":
        return "the root user"
    if role:
        return shown(f"{role}/{session}" if session else role)
    return shown(user or invoked_by or arn.rpartition("/")[2] or session) or "unknown"
