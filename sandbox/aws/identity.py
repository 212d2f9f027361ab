"""Makes the identifiers moto invents the same at every start."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from moto.ec2.models import instances
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
