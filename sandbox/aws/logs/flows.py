"""Flow records of the machines: what strangers tried and was turned away, and a little of what was let in."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from moto.ec2.models import ec2_backends

from sandbox.aws.account import Account
from sandbox.aws.findings import Host
from sandbox.aws.scale import stable_fraction

_HOUR = timedelta(hours=1)
_STRANGERS = ("192.0.2.51", "192.0.2.90", "192.0.2.133", "198.51.100.201", "198.51.100.233", "192.0.2.18")
_PORTS = (22, 23, 445, 3389, 5432, 6379, 8080, 9200)
_INSIDE = "10.20.128.13"
Record = Mapping[str, str]


def records(account: Account, since: datetime, until: datetime) -> Iterator[Record]:
    """The records of a span, as Insights sees their fields."""
    first, last = int(since.timestamp()) // 3600, int(until.timestamp()) // 3600
    for host in account.hosts.values():
        interface = _interface(account, host)
        for hour in range(first, last + 1):
            yield from _of(host, interface, hour, since, until)


def _of(host: Host, interface: str, hour: int, since: datetime, until: datetime) -> Iterator[Record]:
    tries = 6 if host.internet_gateway else 1
    for turn in range(tries):
        key = f"flow/{host.id}/{hour}/{turn}"
        at = datetime.fromtimestamp(hour * 3600 + 3599 * stable_fraction(key), since.tzinfo)
        if since <= at <= until:
            stranger = _STRANGERS[int(len(_STRANGERS) * stable_fraction(f"{key}/address") ** 2)]
            port = _PORTS[int(len(_PORTS) * stable_fraction(f"{key}/port") ** 2)]
            source = stranger if host.internet_gateway else _INSIDE
            yield _record(host, interface, source, port, "REJECT" if turn else "ACCEPT")


def _record(host: Host, interface: str, source: str, port: int, action: str) -> Record:
    return {
        "interfaceId": interface,
        "srcAddr": source,
        "dstAddr": host.private_ip,
        "srcPort": "41522",
        "dstPort": str(port),
        "protocol": "6",
        "packets": "2",
        "bytes": "88",
        "action": action,
    }


def _interface(account: Account, host: Host) -> str:
    instance = ec2_backends[account.id][account.region].get_instance(host.id)
    return str(next(iter(instance.nics.values())).id)
