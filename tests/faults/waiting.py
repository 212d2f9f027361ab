"""How long a test is, and waiting for what no log tells."""

import os
import time
from collections.abc import Callable

import pytest

LONG = os.environ.get("SRE_FAULTS") == "long"
when_long = pytest.mark.skipif(not LONG, reason="a kin of it is tried briefly; `make faults` tries all")


def waited_for(look: Callable[[], bool], seconds: float, instead: Callable[[], object] = lambda: "") -> None:
    """Wait until a look is true; `instead` tells whoever reads a failure what there was to be seen."""
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline, f"it did not happen within {seconds} s: {instead()}"
        time.sleep(0.05)
