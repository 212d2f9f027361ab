"""Puts the whole output of a script into the bucket that its command names, as the agent does."""

from moto.core.exceptions import ServiceException
from moto.s3.models import s3_backends

from sandbox.aws.account import Account
from sandbox.aws.ssm.command import Command
from sandbox.aws.ssm.runs.run import Outcome


def output_key(command: Command, instance_id: str, name: str) -> str:
    """Where in the bucket the output of one machine is; `name` is stdout or stderr."""
    prefix = f"{command.request['OutputS3KeyPrefix']}/" if command.request.get("OutputS3KeyPrefix") else ""
    return f"{prefix}{command.id}/{instance_id}/{command.plugin.replace(':', '')}/{name}"


def keep_output(account: Account, command: Command, instance_id: str, outcome: Outcome) -> None:
    """Keep what the script wrote; a bucket that does not exist loses it, and nothing says so."""
    bucket = command.request.get("OutputS3BucketName")
    if not bucket:
        return
    for name, text in (("stdout", outcome.stdout), ("stderr", outcome.stderr)):
        if text:
            try:
                s3_backends[account.id]["aws"].put_object(bucket, output_key(command, instance_id, name), text.encode())
            except ServiceException:
                return
