"""What the machines' sshd wrote: people who came in, and strangers who tried."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.aws.account import Account
from sandbox.aws.cloudtrail.happenings import history_of
from sandbox.aws.findings import Host
from sandbox.aws.scale import stable_fraction, stable_hex

GROUP = "/ec2/secure"
_DAYS = 14
_HOUR = timedelta(hours=1)
_STRANGERS = ("192.0.2.51", "192.0.2.90", "192.0.2.133", "198.51.100.201", "198.51.100.233")
_NAMES = ("root", "admin", "ubuntu", "oracle", "test", "git")
_BURST_AGO = timedelta(hours=1, minutes=20)
_BURST = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a stream, which is named after its machine."""

    at: datetime
    stream: str
    text: str


def lines(account: Account) -> list[Line]:
    """All lines, in the order of time."""
    found = (
        line for host in account.hosts.values() if host.agent or host.internet_gateway for line in _of(account, host)
    )
    return sorted(found, key=lambda line: (line.at, line.stream, line.text))


def _of(account: Account, host: Host) -> Iterator[Line]:
    if host.platform.lower().startswith("windows"):
        return
    yield from _people(account, host)
    if host.internet_gateway:
        yield from _strangers(account, host)


def _people(account: Account, host: Host) -> Iterator[Line]:
    """Whoever sent a key by EC2 Instance Connect comes in with it."""
    for event in history_of(account):
        if event.name == "SendSSHPublicKey" and event.request["instanceId"] == host.id and not event.error:
            user, key = event.request["instanceOSUser"], stable_hex(f"key/{event.id}", 43)
            said = f"Accepted publickey for {user} from {event.who.address} port 51022 ssh2: ED25519 SHA256:{key}"
            yield _line(host, event.at + timedelta(seconds=3), said)


def _strangers(account: Account, host: Host) -> Iterator[Line]:
    for hour in range(_DAYS * 24):
        for turn in range(int(4 * stable_fraction(f"sshd/{host.id}/{hour}"))):
            key = f"sshd/{host.id}/{hour}/{turn}"
            at = account.started - _HOUR * (hour + stable_fraction(key))
            yield from _attempt(host, at, key)
    for turn in range(_BURST if host.name == "bastion" else 0):
        at = account.started - _BURST_AGO + timedelta(seconds=5 * turn)
        yield _line(host, at, f"Failed password for root from {_STRANGERS[0]} port {40000 + turn} ssh2")


def _attempt(host: Host, at: datetime, key: str) -> Iterator[Line]:
    address = _STRANGERS[int(len(_STRANGERS) * stable_fraction(f"{key}/address"))]
    name = _NAMES[int(len(_NAMES) * stable_fraction(f"{key}/name"))]
    port = 30000 + int(20000 * stable_fraction(f"{key}/port"))
    if name == "root":
        yield _line(host, at, f"Connection closed by authenticating user root {address} port {port} [preauth]")
        return
    yield _line(host, at, f"Invalid user {name} from {address} port {port}")
    yield _line(
        host, at + timedelta(seconds=1), f"Connection closed by invalid user {name} {address} port {port} [preauth]"
    )


def _line(host: Host, at: datetime, said: str) -> Line:
    head = f"{at:%b %d %H:%M:%S} ip-{host.private_ip.replace('.', '-')} sshd[{1000 + at.second * 7}]: "
    return Line(at, host.id, head + said)
