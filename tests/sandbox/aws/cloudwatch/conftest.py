"""The client of this folder's tests."""

import pytest

from tests.sandbox.aws.clients import Boto, Clients


@pytest.fixture(scope="session")
def cloudwatch(client: Clients) -> Boto:
    return client("cloudwatch")
