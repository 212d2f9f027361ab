import pytest

from core.errors import NotAllowed
from services.probes.address import Resolve, allowed_address

PUBLIC = "93.184.215.14"
INNER = [
    "10.0.0.1", "172.16.4.4", "192.168.1.1", "127.0.0.1", "100.64.0.1", "0.0.0.0", "::1", "::", "fd12::1",
    "::ffff:10.0.0.1", "::ffff:127.0.0.1", "2002:0a00:0001::", "64:ff9b::10.0.0.1", "224.0.0.1", "255.255.255.255",
]  # fmt: skip
METADATA = [
    "169.254.169.254",
    "169.254.170.2",
    "fd00:ec2::254",
    "fe80::1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
]


def _to(*addresses: str) -> Resolve:
    return lambda _host: addresses


@pytest.mark.parametrize("address", [*INNER, *METADATA])
def test_no_way_leads_into_our_own_network(address: str) -> None:
    with pytest.raises(NotAllowed, match="not looked at"):
        allowed_address("evil.example.com", _to(address), private=False)
    with pytest.raises(NotAllowed):
        allowed_address(address, _to(PUBLIC), private=False)


@pytest.mark.parametrize("address", METADATA)
def test_the_metadata_service_is_never_looked_at_even_where_private_is_allowed(address: str) -> None:
    with pytest.raises(NotAllowed):
        allowed_address("evil.example.com", _to(address), private=True)


def test_one_bad_address_among_good_ones_spoils_the_name() -> None:
    with pytest.raises(NotAllowed):
        allowed_address("evil.example.com", _to(PUBLIC, "10.0.0.1"), private=False)


def test_a_public_address_is_taken_and_a_private_one_where_a_setting_allows_it() -> None:
    assert allowed_address("example.com", _to(PUBLIC, "93.184.215.15"), private=False) == PUBLIC
    assert allowed_address("db.internal", _to("10.0.0.7"), private=True) == "10.0.0.7"


def test_a_name_without_addresses_is_not_looked_at() -> None:
    with pytest.raises(NotAllowed, match="no address"):
        allowed_address("example.com", _to(), private=False)
