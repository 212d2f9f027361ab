"""Grows the fleet beyond the twelve instances of the seed, repeatably."""

import hashlib
from collections.abc import Iterator
from itertools import count, islice

from sandbox.aws.seed.load import instances
from sandbox.aws.seed.model import Instance

_GROWING_ROLES = ("web-1", "web-3", "api-1", "api-2", "cache-1", "db-1")


def fleet(size: int) -> tuple[Instance, ...]:
    """The first `size` instances: those of the seed, then copies such as web-13 of the ordinary roles."""
    return tuple(islice(_all(), size))


def stable_hex(text: str, length: int) -> str:
    """Hexadecimal digits that depend on nothing but the text."""
    return hashlib.sha256(f"sandbox/{text}".encode()).hexdigest()[:length]


def stable_uuid(text: str) -> str:
    """A UUID that depends on nothing but the text."""
    digits = stable_hex(text, 32)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def stable_fraction(text: str) -> float:
    """A number from 0 up to 1 that depends on nothing but the text."""
    return int(stable_hex(text, 12), 16) / 16**12


def _all() -> Iterator[Instance]:
    yield from instances()
    originals = [one for name in _GROWING_ROLES for one in instances() if one.name == name]
    for number in count(len(instances()) + 1):
        yield _copy(originals[number % len(originals)], number)


def _copy(original: Instance, number: int) -> Instance:
    name = f"{original.name.rsplit('-', 1)[0]}-{number}"
    changes = {
        "id": f"i-0{stable_hex(name, 16)}",
        "name": name,
        "private_ip": "",
        "target_group": "",
        "volumes_gib": original.volumes_gib[:1],
        "age_days": 5 + int(400 * stable_fraction(name)),
    }
    return original.model_copy(update=changes)
