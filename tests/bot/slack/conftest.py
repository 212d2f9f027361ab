"""One door per test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.slack.door import Door, opened


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with opened(tmp_path) as door:
        yield door
