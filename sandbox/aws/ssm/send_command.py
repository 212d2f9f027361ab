"""SendCommand: checks everything before anything is sent."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError
from sandbox.aws.findings import Host
from sandbox.aws.machines import states
from sandbox.aws.seed.documents import Document
from sandbox.aws.seed.load import systems
from sandbox.aws.ssm.arguments import arguments
from sandbox.aws.ssm.command import Command, Commands, Invocation
from sandbox.aws.ssm.library import command_document
from sandbox.aws.ssm.sending import Sending, visible_after
from sandbox.aws.ssm.told import told_command

_USUAL_TIMEOUT_S = 3600
_USUAL_CONCURRENCY, _USUAL_ERRORS = "50", "0"
_TOLD_AGAIN = (
    "AlarmConfiguration",
    "CloudWatchOutputConfig",
    "Comment",
    "MaxConcurrency",
    "MaxErrors",
    "NotificationConfig",
    "OutputS3BucketName",
    "OutputS3KeyPrefix",
    "OutputS3Region",
    "Targets",
)
Params = Mapping[str, Any]


def send_command(account: Account, params: Params) -> Mapping[str, Any]:
    """Send a document to machines. There is no token that would make a second call the same command."""
    with account.timeline.caught_up():
        command = sent(account, params)
        for instance_id in command.invocations:
            account.effects.add(f"command:{command.document}", instance_id)
        return {"Command": told_command(command)}


def sent(account: Account, params: Params) -> Command:
    """The command on its way; the account's timeline is held.

    Raises:
        AwsError: what SendCommand refuses.
    """
    found = command_document(account, params["DocumentName"], params.get("DocumentVersion"))
    digest = params.get("DocumentHash")
    if digest and params.get("DocumentHashType", "Sha256") == "Sha256" and digest != found.sha256:
        raise AwsError("InvalidDocument", "The hash of the document does not match.")
    given = arguments(found.document, params.get("Parameters") or {})
    command = _command(account, params, found.document, given)
    command.invocations = {each.instance_id: each for each in _invocations(account, params, found.document)}
    command.max_concurrency = _at_least(1, params.get("MaxConcurrency", _USUAL_CONCURRENCY), command)
    command.max_errors = _at_least(0, params.get("MaxErrors", _USUAL_ERRORS), command)
    account.state.of(Commands).known[command.id] = command
    Sending(account, command).start()
    return command


def _command(account: Account, params: Params, document: Document, given: Mapping[str, Sequence[str]]) -> Command:
    now = account.timeline.now()
    execution_s = _execution_s(document, given)
    delivery_s = params.get("TimeoutSeconds", _USUAL_TIMEOUT_S)
    return Command(
        id=str(uuid.uuid4()),
        document=document.name,
        version=params.get("DocumentVersion", "$DEFAULT"),
        plugin=document.plugin,
        parameters=given,
        requested=now,
        visible_at=now + visible_after(account),
        expires=now + account.timeline.span(delivery_s + execution_s),
        execution_s=execution_s,
        max_concurrency=1,
        max_errors=0,
        request={name: params[name] for name in _TOLD_AGAIN if params.get(name)}
        | {"InstanceIds": params.get("InstanceIds") or [], "TimeoutSeconds": delivery_s},
    )


def _execution_s(document: Document, given: Mapping[str, Sequence[str]]) -> float:
    return float(next(iter(given.get("executionTimeout", ())), document.timeout_s))


def _invocations(account: Account, params: Params, document: Document) -> Iterator[Invocation]:
    ids, targets = params.get("InstanceIds") or [], params.get("Targets") or []
    if bool(ids) == bool(targets):
        raise AwsError("ValidationException", "Exactly one of InstanceIds and Targets must be given.")
    if ids:
        yield from (Invocation(host.id) for host in _listed(account, ids, document))
        return
    for host in _targeted(account, targets):
        fits = _platform(host) in document.platforms
        yield Invocation(host.id) if fits else Invocation(host.id, "InvalidPlatform", ended=account.timeline.now())


def _listed(account: Account, ids: Sequence[str], document: Document) -> Sequence[Host]:
    if len(set(ids)) != len(ids):
        raise AwsError("DuplicateInstanceId", "You can't specify an instance ID in more than one association.")
    running = {each for each, state in states(account).items() if state == "running"}
    known = [account.hosts.get(each) for each in ids]
    hosts = [host for host in known if host is not None and host.ssm and host.id in running]
    if len(hosts) != len(ids):
        wrong = sorted(set(ids) - {host.id for host in hosts})
        text = f"Instances [[{', '.join(wrong)}]] not in a valid state for account {account.id}"
        raise AwsError("InvalidInstanceId", text)
    if any(_platform(host) not in document.platforms for host in hosts):
        text = f"The document {document.name} does not support the platform type of an instance."
        raise AwsError("UnsupportedPlatformType", text)
    return hosts


def _targeted(account: Account, targets: Sequence[Params]) -> Sequence[Host]:
    known = states(account)
    managed = [host for host in account.hosts.values() if host.ssm and known.get(host.id, "terminated") != "terminated"]
    return [
        host for host in managed if all(_fits(host, each.get("Key", ""), each.get("Values", ())) for each in targets)
    ]


def _fits(host: Host, key: str, values: Sequence[str]) -> bool:
    if key == "InstanceIds":
        return "*" in values or host.id in values
    if key.startswith("tag:"):
        return host.tags.get(key.removeprefix("tag:")) in values
    if key == "tag-key":
        return any(value in host.tags for value in values)
    raise AwsError("ValidationException", f"The target key {key} is not known here.")


def _platform(host: Host) -> str:
    return systems()[host.system].ssm_type


def _at_least(least: int, given: str, command: Command) -> int:
    """A number, or a percentage of the machines, which never rounds to less than is useful."""
    if given.endswith("%"):
        return max(least, len(command.invocations) * int(given[:-1]) // 100)
    return int(given)
