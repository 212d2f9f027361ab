"""What happened in the account before the start: by rules, and by the seed's own list."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from sandbox.aws.account import ACCOUNT_ID, Account
from sandbox.aws.cloudtrail.event import GROUP, INSTANCE, Event
from sandbox.aws.cloudtrail.placeholders import Names, filled, names_in, places
from sandbox.aws.cloudtrail.scenes import GLOBAL_REGION, played
from sandbox.aws.findings import Host
from sandbox.aws.landscape import ROLE
from sandbox.aws.scale import stable_fraction
from sandbox.aws.seed.history import Told, Who, history
from sandbox.aws.seed.patches import story
from sandbox.aws.ssm.scan import scan_times

_HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
_BEFORE = timedelta(seconds=4)  # from a command to the first machine that begins with it
_SCANS_BACK = 4
_WEEK = timedelta(days=7)
# Reading is most of what a trail holds; for the first machines it is told, so that pages matter, and it stays small.
_WATCHED = 24
_WATCHED_FOR = timedelta(days=14)
_WATCHED_EVERY = timedelta(hours=2)
_REPORTED_FOR, _REPORTED_EVERY = timedelta(days=30), timedelta(hours=6)
_NAT = "198.51.100.60"


def everything(account: Account) -> Sequence[Event]:
    """Every event of the account in its region, newest first; services without regions are told in one of them."""
    if not account.enabled and (account.id, account.region) != (ACCOUNT_ID, GLOBAL_REGION):
        return ()
    rules = RULES if account.enabled else (scenes,)
    found = (event for rule in rules for event in rule(account))
    return sorted(found, key=lambda event: event.at, reverse=True)


def history_of(account: Account) -> Sequence[Event]:
    """The same, put together once."""
    kept: Sequence[Event] = account.findings.remembered.get("history", lambda: everything(account))
    return kept


def launches(account: Account) -> Iterator[Event]:
    """Each machine was started by somebody."""
    for host in account.hosts.values():
        item = {"instanceId": host.id, "imageId": host.image, "privateIpAddress": host.private_ip}
        request = {
            "instancesSet": {"items": [{"imageId": host.image, "minCount": 1, "maxCount": 1}]},
            "subnetId": host.subnet,
            "monitoring": {"enabled": True},
        }
        response = {"ownerId": account.id, "instancesSet": {"items": [item]}}
        yield Event(
            _whole(host.launched), history().who["terraform"], "ec2", "RunInstances", request, response, _about(host)
        )


def patching(account: Account) -> Iterator[Event]:
    """The command behind each machine's last patch operation, and the weekly scans before it."""
    for host in account.hosts.values():
        times = scan_times(account, host)
        if times is not None:
            last = story(host.name).operation == "Install"
            yield _patch_command(host, times[0] - _BEFORE, "Install the approved patches" if last else "")
            earlier = (times[0] - _BEFORE - _WEEK * turn for turn in range(1, _SCANS_BACK + 1))
            yield from (_patch_command(host, at, "") for at in earlier if at > host.launched)


def told(account: Account) -> Iterator[Event]:
    """The seed's own list; what names a machine that the fleet does not have is left out."""
    names = names_in(account)
    for each in history().event:
        if names.texts.keys() >= {*each.machines, *places([each.request, each.response])}:
            yield _from_seed(account, each, names)


def reading(account: Account) -> Iterator[Event]:
    """The monitoring system asks after the status of each machine every two hours, and lists all of them."""
    who = history().who["monitoring"]
    for turn in range(_WATCHED_FOR // _WATCHED_EVERY):
        at = _whole(account.started - _WATCHED_EVERY * (turn + 1))
        yield Event(at, who, "ec2", "DescribeInstances", {"maxResults": 1000, "filterSet": {}}, read_only=True)
        for host in list(account.hosts.values())[:_WATCHED]:
            request = {"instancesSet": {"items": [{"instanceId": host.id}]}, "includeAllInstances": True}
            late = timedelta(seconds=int(60 * stable_fraction(f"watch/{host.id}/{turn}")))
            yield Event(
                at + late, who, "ec2", "DescribeInstanceStatus", request, resources=_about(host), read_only=True
            )


def agents(account: Account) -> Iterator[Event]:
    """The agents of Systems Manager report themselves; in AWS every five minutes, here often enough to be seen."""
    for host in [each for each in account.hosts.values() if each.ssm][:_WATCHED]:
        who = Who(
            address=host_address(host),
            agent="aws-sdk-go/1.55.5 (go1.23.4; linux; amd64) amazon-ssm-agent/3.3.2746.0",
            role=ROLE,
            session=host.id,
            on_instance=True,
        )
        request = {"instanceId": host.id, "agentStatus": "Active", "agentName": "amazon-ssm-agent"}
        for turn in range(_REPORTED_FOR // _REPORTED_EVERY):
            late = _REPORTED_EVERY * stable_fraction(f"agent/{host.id}")
            at = _whole(account.started - _REPORTED_EVERY * turn - late)
            if at > host.launched:
                yield Event(at, who, "ssm", "UpdateInstanceInformation", request)


def host_address(host: Host) -> str:
    """From where AWS sees a machine: its own address in a public subnet, else that of the NAT gateway."""
    return f"198.51.100.{100 + int(host.private_ip.rpartition('.')[2]) % 100}" if host.internet_gateway else _NAT


def scenes(account: Account) -> Iterator[Event]:
    """What people and systems do each day, and what happened once."""
    return played(account, names_in(account))


# Each rule tells a part of the history; a further one is a line here.
RULES: Sequence[Callable[[Account], Iterator[Event]]] = (launches, patching, told, reading, agents, scenes)


def _patch_command(host: Host, at: datetime, comment: str) -> Event:
    # A command lists no resources: CloudTrail finds it by its name only.
    document = {"documentName": "AWS-RunPatchBaseline", "parameters": _HIDDEN}
    request = {**document, "instanceIds": [host.id], "interactive": False, **({"comment": comment} if comment else {})}
    response = {"command": {**document, "targetCount": 1, "status": "Pending"}}
    return Event(_whole(at), history().who["patching"], "ssm", "SendCommand", request, response)


def _from_seed(account: Account, each: Told, names: Names) -> Event:
    machines = ((INSTANCE, names.texts[machine]) for machine in each.machines)
    groups = ((GROUP, names.texts[f"group:{group}"]) for group in each.groups)
    return Event(
        at=_whole(account.started - timedelta(hours=each.hours_ago)),
        who=history().who[each.who],
        source=each.source,
        name=each.name,
        request=filled(each.request, names),
        response=filled(each.response, names),
        resources=(*machines, *groups),
        error=each.error,
    )


def _about(host: Host) -> tuple[tuple[str, str], ...]:
    return ((INSTANCE, host.id),)


def _whole(at: datetime) -> datetime:
    """CloudTrail's times have no fractions of a second."""
    return at.replace(microsecond=0)
