"""Instance ids as people give them, turned into ids of the account and region that we look after."""

import re
from collections.abc import Iterable

from core.errors import NotFound

_ARN = re.compile(r"arn:aws[a-z-]*:ec2:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):instance/(?P<id>\S+)")


def plain_ids(given: Iterable[str], account: str, region: str) -> tuple[str, ...]:
    """Plain ids without repeats, in the order given.

    Raises:
        NotFound: an ARN names another account or region.
    """
    return tuple(dict.fromkeys(_plain(each, account, region) for each in given))


def _plain(given: str, account: str, region: str) -> str:
    arn = _ARN.fullmatch(given)
    if arn is None:
        return given
    if (arn["account"], arn["region"]) != (account, region):
        raise NotFound(
            f"{arn['id']} belongs to account {arn['account']}, {arn['region']};"
            f" this assistant looks after account {account}, {region}.",
            advice="Ask the assistant of that account, or give an id from this one.",
        )
    return arn["id"]
