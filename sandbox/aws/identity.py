"""Makes moto's seeding repeatable and quick: fixed identifiers, no search through the whole fleet."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from moto.ec2.models import EC2Backend, ec2_backends, instances
from moto.moto_api._internal import mock_random

from sandbox.aws.scale import stable_hex


@contextmanager
def named(text: str) -> Iterator[None]:
    """Within this block moto's identifiers follow from the text; afterwards they are random again."""
    mock_random.seed(int(stable_hex(text, 16), 16))
    try:
        yield
    finally:
        mock_random.seed()


@contextmanager
def instance_id(wanted: str) -> Iterator[None]:
    """The instance started within this block gets this id."""
    with patch.object(instances, "random_instance_id", lambda: wanted):
        yield


@contextmanager
def only_newest(ec2: EC2Backend) -> Iterator[None]:
    """Within this block moto looks instances up in the newest reservation alone.

    It walks every reservation for each volume and profile, which is quadratic; seeding always means the newest.
    """

    def newest(wanted: str) -> instances.Instance:
        reservation = next(reversed(ec2.reservations.values()))
        return next(one for one in reservation.instances if one.id == wanted)

    with patch.object(ec2, "get_instance", newest):
        yield


def backend_without_images(account: str, region: str) -> EC2Backend:
    """A fresh EC2 backend without moto's 1,300 default images, which take a second to load."""
    with patch.dict("os.environ", MOTO_EC2_LOAD_DEFAULT_AMIS="false"):
        return ec2_backends[account][region]
