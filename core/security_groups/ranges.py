"""How much of the internet some address ranges hold.

AWS takes a range with host bits set as its network, and several ranges that add up to the internet are the internet.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network

from core.security_groups.exposure import Exposure

Network = IPv4Network | IPv6Network

# Not routed on the internet (RFC 6890). Ranges for documentation are left out: people write them for public ones.
_CLOSED_V4 = tuple(
    IPv4Network(one)
    for one in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3"),
    )
)
# The only part of IPv6 that is handed out for the internet (RFC 4291, 2.4).
_OPEN_V6 = IPv6Network("2000::/3")

# From how many public addresses on: nobody can name who that is; a provider or cloud region; more than the smallest
# block that one holder can announce, which is a /24, or a /48 of IPv6.
_WORLD_V4, _PROVIDER_V4, _HOLDER_V4 = 2**25, 2**20, 2**8
_WORLD_V6, _PROVIDER_V6, _HOLDER_V6 = 2**120, 2**108, 2**80


@lru_cache(maxsize=4096)
def network(written: str) -> Network | None:
    """A range as AWS understands it: host bits cleared, one address alone as its own range; None for no range."""
    try:
        return ip_network(written.strip(), strict=False)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def limit(networks: tuple[Network, ...]) -> Exposure:
    """The worst that opening something to these ranges together can be; NONE where all of them are private."""
    public_v4, public_v6 = public_addresses(networks)
    by_v4 = _limit(public_v4, _WORLD_V4, _PROVIDER_V4, _HOLDER_V4)
    by_v6 = _limit(public_v6, _WORLD_V6, _PROVIDER_V6, _HOLDER_V6)
    return max(by_v4, by_v6, key=lambda level: level.weight)


def public_addresses(networks: Iterable[Network]) -> tuple[int, int]:
    """How many addresses of the internet the ranges hold together: of IPv4, of IPv6."""
    every = list(networks)
    four = collapse_addresses(one for one in every if isinstance(one, IPv4Network))
    six = collapse_addresses(one for one in every if isinstance(one, IPv6Network))
    return (
        sum(one.num_addresses - _shared(one, _CLOSED_V4) for one in four),
        sum(_shared(one, (_OPEN_V6,)) for one in six),
    )


def is_world(networks: Iterable[Network]) -> bool:
    """Whether the ranges together are, for all that matters, the internet."""
    return limit(tuple(networks)) is Exposure.CRITICAL


def versions(networks: Iterable[Network]) -> Iterator[int]:
    """4 and 6, where the ranges hold public addresses of that version."""
    public_v4, public_v6 = public_addresses(networks)
    yield from (version for version, count in ((4, public_v4), (6, public_v6)) if count)


def _limit(count: int, world: int, provider: int, holder: int) -> Exposure:
    if count >= world:
        return Exposure.CRITICAL
    if count >= provider:
        return Exposure.HIGH
    if count > holder:
        return Exposure.MEDIUM
    return Exposure.LOW if count else Exposure.NONE


def _shared(one: Network, others: Iterable[Network]) -> int:
    """How many addresses a range shares with others, which do not overlap each other."""
    return sum(min(one.num_addresses, other.num_addresses) for other in others if one.overlaps(other))
