"""Commands and invocations as the operations tell them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.ssm.command import STATUS_OF, Command, Invocation, details_of, status_of
from sandbox.aws.ssm.output import output_key

_OUTPUT = 2_500
Row = Mapping[str, Any]


def told_command(command: Command) -> Row:
    """A command with its summary: it may say Success where a machine never got it."""
    request = command.request
    return {
        "CommandId": command.id,
        "DocumentName": command.document,
        "DocumentVersion": command.version,
        "Comment": request.get("Comment", ""),
        "ExpiresAfter": command.expires,
        "Parameters": {key: list(values) for key, values in command.parameters.items()},
        "InstanceIds": request["InstanceIds"],
        "Targets": request.get("Targets", []),
        "RequestedDateTime": command.requested,
        "Status": status_of(command) if command.invocations else "Success",
        "StatusDetails": details_of(command),
        "OutputS3Region": request.get("OutputS3Region", "us-east-1"),
        "OutputS3BucketName": request.get("OutputS3BucketName", ""),
        "OutputS3KeyPrefix": request.get("OutputS3KeyPrefix", ""),
        "MaxConcurrency": request.get("MaxConcurrency", "50"),
        "MaxErrors": request.get("MaxErrors", "0"),
        "TargetCount": len(command.invocations),
        "CompletedCount": sum(each.over for each in command.invocations.values()),
        "ErrorCount": command.count("Failed", "ExecutionTimedOut"),
        "DeliveryTimedOutCount": command.count("DeliveryTimedOut"),
        "ServiceRole": "",
        "NotificationConfig": _notification(request),
        "CloudWatchOutputConfig": _cloud_watch(request),
        "TimeoutSeconds": request["TimeoutSeconds"],
    }


def told_invocation(account: Account, command: Command, invocation: Invocation, *, details: bool) -> Row:
    """A command on one machine, with its plugins and the beginning of their output where `details` are asked for."""
    host = account.hosts.get(invocation.instance_id)
    return {
        "CommandId": command.id,
        "InstanceId": invocation.instance_id,
        "InstanceName": f"{host.name}.sandbox.internal" if host else "",
        "Comment": command.request.get("Comment", ""),
        "DocumentName": command.document,
        "DocumentVersion": command.version,
        "RequestedDateTime": command.requested,
        "Status": invocation.status,
        "StatusDetails": invocation.details,
        "StandardOutputUrl": output_url(account, command, invocation, "stdout"),
        "StandardErrorUrl": output_url(account, command, invocation, "stderr"),
        "CommandPlugins": [_plugin(account, command, invocation)] if details else [],
        "ServiceRole": "",
        "NotificationConfig": _notification(command.request),
        "CloudWatchOutputConfig": _cloud_watch(command.request),
    }


def output_url(account: Account, command: Command, invocation: Invocation, name: str) -> str:
    """Where S3 has the whole output; empty where none was asked for."""
    bucket = command.request.get("OutputS3BucketName")
    if not bucket:
        return ""
    region = command.request.get("OutputS3Region", account.region)
    return f"https://s3.{region}.amazonaws.com/{bucket}/{output_key(command, invocation.instance_id, name)}"


def _plugin(account: Account, command: Command, invocation: Invocation) -> Row:
    told: dict[str, Any] = {
        "Name": command.plugin,
        "Status": _plugin_status(invocation),
        "StatusDetails": invocation.details,
        "ResponseCode": invocation.code,
        "Output": _output(invocation),
        "StandardOutputUrl": output_url(account, command, invocation, "stdout"),
        "StandardErrorUrl": output_url(account, command, invocation, "stderr"),
        "OutputS3Region": command.request.get("OutputS3Region", account.region),
        "OutputS3BucketName": command.request.get("OutputS3BucketName", ""),
        "OutputS3KeyPrefix": command.request.get("OutputS3KeyPrefix", ""),
    }
    times = {"ResponseStartDateTime": invocation.began, "ResponseFinishDateTime": invocation.ended}
    return told | {name: at for name, at in times.items() if at is not None}


def _plugin_status(invocation: Invocation) -> str:
    status = STATUS_OF[invocation.details]
    return "Pending" if status in ("Delayed", "Cancelling") else status


def _output(invocation: Invocation) -> str:
    error = f"\n----------ERROR-------\n{invocation.stderr}" if invocation.stderr else ""
    return f"{invocation.stdout}{error}"[:_OUTPUT]


def _notification(request: Row) -> Row:
    usual = {"NotificationArn": "", "NotificationEvents": [], "NotificationType": ""}
    return {name: value for name, value in {**usual, **request.get("NotificationConfig", {})}.items() if value}


def _cloud_watch(request: Row) -> Row:
    return {"CloudWatchOutputEnabled": False, **request.get("CloudWatchOutputConfig", {})}


def iso(at: datetime | None) -> str:
    """A time as GetCommandInvocation writes it; empty where there is none yet."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z" if at else ""
