"""How long a test is, and waiting for what no log tells."""

import os
import time
from collections.abc import Callable

LONG = os.environ.get("SRE_FAULTS") == "long"


def waited_for(look: Callable[[], bool], seconds: float) -> None:
    """Wait until a look is true."""
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline, f"it did not happen within {seconds} s"
        time.sleep(0.05)
