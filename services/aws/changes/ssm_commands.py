"""Run Command: one document on one machine, found again by the mark in its comment."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from core.model import Model
from services.aws.changes.writer import Writer
from services.aws.persistence import every_page, persistently

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_ssm.type_defs import GetCommandInvocationResultTypeDef

# https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
_OPEN = frozenset({"Pending", "InProgress", "Delayed", "Cancelling"})
# Clocks of AWS and ours differ; a command that was sent a little earlier than we think is found too.
_SKEW = timedelta(minutes=5)


class Invocation(Model):
    """What became of a command on a machine. `details` is the reason, such as DeliveryTimedOut.

    `started`: its script has begun there, as far as Systems Manager was told.
    """

    details: str
    code: int
    stdout: str
    stderr: str
    started: bool = True

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.details not in _OPEN

    @property
    def well(self) -> bool:
        """Whether the document ran to its end on the machine and said that all went well."""
        return self.details == "Success" and self.code == 0

    @property
    def began(self) -> bool:
        """Whether anything may have run on the machine."""
        if self.details == "Cancelled":
            return self.started
        return self.details not in {"Undeliverable", "InvalidPlatform", "AccessDenied", "Terminated"}

    @property
    def sentence(self) -> str:
        """What happened, for people."""
        said = " ".join(self.stderr.split())[:300]
        code = f", exit code {self.code}" if self.code > 0 else ""
        return f"{self.details}{code}{f': {said}' if said else ''}"


class Commands:
    """Sends commands and reads what became of them."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._aws = writer.reader

    def send(
        self, instance_id: str, document: str, parameters: Mapping[str, Sequence[str]], mark: str, deliver_within_s: int
    ) -> str:
        """Send a document; the id of the command. There is no token: asked again, it is sent again."""
        told = self._writer.write(
            instance_id,
            "ssm",
            "SendCommand",
            InstanceIds=[instance_id],
            DocumentName=document,
            Parameters=dict(parameters),
            Comment=mark,
            TimeoutSeconds=deliver_within_s,
        )
        return str(told["Command"]["CommandId"])

    def call_back(self, instance_id: str, command_id: str) -> None:
        """Cancel a command that has not begun on a machine; one that has would be killed in the middle."""
        self._writer.write(instance_id, "ssm", "CancelCommand", CommandId=command_id, InstanceIds=[instance_id])

    def find(self, instance_id: str, mark: str, asked_at: datetime) -> str:
        """The id of the command with a mark; empty where there is none, or none to be seen yet."""
        after = f"{asked_at - _SKEW:%Y-%m-%dT%H:%M:%SZ}"

        def ask(token: str) -> Mapping[str, Any]:
            with self._aws.asking("ssm", "ListCommands"):
                client = self._aws.client("ssm")
                more = {"NextToken": token} if token else {}
                return client.list_commands(
                    InstanceId=instance_id, Filters=[{"key": "InvokedAfter", "value": after}], MaxResults=50, **more
                )

        for page in every_page(ask, "NextToken"):
            for wire in page.get("Commands", []):
                if wire.get("Comment") == mark:
                    return str(wire["CommandId"])
        return ""

    def invocation(self, command_id: str, instance_id: str, step: str = "") -> Invocation | None:
        """What became of it on the machine; None while that cannot be seen yet.

        `step` has to be named where the document has several.
        https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html
        """
        named = {"PluginName": step} if step else {}

        def ask() -> "GetCommandInvocationResultTypeDef | None":
            with self._aws.asking("ssm", "GetCommandInvocation"):
                client = self._aws.client("ssm")
                try:
                    return client.get_command_invocation(CommandId=command_id, InstanceId=instance_id, **named)
                except client.exceptions.InvocationDoesNotExist:
                    return None

        told = persistently(ask)
        if told is None:
            return None
        return Invocation(
            details=told["StatusDetails"],
            code=told["ResponseCode"],
            stdout=told["StandardOutputContent"],
            stderr=told["StandardErrorContent"],
            started=bool(told.get("ExecutionStartDateTime")),
        )

    def under_way(self, instance_id: str, now: datetime) -> tuple[str, ...]:
        """The marks and documents of all commands on a machine that have not ended, of the last days."""
        after = f"{now - timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"

        def ask(token: str) -> Mapping[str, Any]:
            with self._aws.asking("ssm", "ListCommandInvocations"):
                client: Any = self._aws.client("ssm")
                more = {"NextToken": token} if token else {}
                answer: Mapping[str, Any] = client.list_command_invocations(
                    InstanceId=instance_id, Filters=[{"key": "InvokedAfter", "value": after}], MaxResults=50, **more
                )
                return answer

        wires = [wire for page in every_page(ask, "NextToken") for wire in page.get("CommandInvocations", [])]
        return tuple(
            str(wire.get("Comment") or wire.get("DocumentName")) for wire in wires if wire.get("StatusDetails") in _OPEN
        )
