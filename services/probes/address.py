"""Which addresses may be looked at: none that leads into our own network unless a setting allows it.

A name is resolved once, and the connection goes to the very address that was checked: a second answer of the resolver
cannot lead anywhere else (https://owasp.org/www-community/pages/controls/Server_Side_Request_Forgery_Prevention).
"""

import ipaddress
from collections.abc import Callable, Sequence

from core.errors import NotAllowed

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str], Sequence[str]]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# What answers here hands out the credentials of the machine; never to be asked, whatever is allowed.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint.html
_METADATA = (
    ipaddress.ip_network("169.254.0.0/16"),
    ipaddress.ip_network("fe80::/10"),
    ipaddress.ip_network("fd00:ec2::/32"),
)


def allowed_address(host: str, resolve: Resolve, *, private: bool) -> str:
    """The address to connect to for a host: all that it resolves to must be allowed, and the first is taken.

    Raises:
        NotAllowed: an address is private, of this machine, of its network or of the metadata service.
        Upstream: the name could not be resolved, as `resolve` says.
    """
    given = _as_address(host)
    found = [given] if given else [ip for each in resolve(host) if (ip := _as_address(each))]
    for each in found:
        if not permitted(each, private=private):
            raise NotAllowed(
                f"{host} leads to {each}, an address that is not looked at.",
                advice="SRE_PROBE_PRIVATE=true allows private addresses; the metadata service is never looked at.",
            )
    if not found:
        raise NotAllowed(f"{host} has no address that could be looked at.")
    return str(found[0])


def permitted(address: Address, *, private: bool) -> bool:
    """Whether an address may be looked at, whichever way it is written."""
    plain = _unwrapped(address)
    if any(plain in network for network in _METADATA if network.version == plain.version):
        return False
    if plain.is_multicast or plain.is_unspecified or plain.is_reserved:
        return False
    return plain.is_global or private


def _unwrapped(address: Address) -> Address:
    """An IPv4 address within an IPv6 one, by any of the ways to write that."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if inner is None and address in _NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return inner or address


def _as_address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return None
