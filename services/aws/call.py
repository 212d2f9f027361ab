"""One question to AWS, as a sentence about it needs it: which operation, where, and who asks."""

from dataclasses import dataclass

# The prefix of an IAM action is the service's own, which botocore names otherwise in these cases.
_IAM_PREFIX = {"elbv2": "elasticloadbalancing", "stepfunctions": "states"}


@dataclass(frozen=True, slots=True)
class Call:
    """A call of `operation`; `account` and `caller_arn` are empty until they are known."""

    service: str
    operation: str
    region: str
    account: str = ""
    caller_arn: str = ""

    @property
    def action(self) -> str:
        """The IAM action that allows it."""
        return f"{_IAM_PREFIX.get(self.service, self.service)}:{self.operation}"

    @property
    def place(self) -> str:
        """Where it was asked, for a sentence."""
        return f"account {self.account}, {self.region}" if self.account else self.region


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever AWS answered: a role, a user, or just a caller where the ARN is not known."""

    kind: str = "caller"
    name: str = ""

    def __str__(self) -> str:
        return f"the {self.kind} {self.name}".rstrip()


def caller_of(arn: str) -> Caller:
    """Read the role or user out of an ARN of IAM or STS."""
    kind, _, path = arn.rpartition(":")[2].partition("/")
    if kind == "assumed-role":
        return Caller("role", path.split("/")[0])
    if kind in {"role", "user", "federated-user"}:
        return Caller("role" if kind == "role" else "user", path.split("/")[-1])
    return Caller("root user") if kind == "root" else Caller()
