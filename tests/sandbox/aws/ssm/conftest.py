"""A sandbox of its own in which everything goes five thousand times as fast."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.aws.ssm.quick import Quick

_ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="session")
def quick() -> Iterator[Quick]:
    options = ["--port", "0", "--debug", "--speed", "5000", "--documents", "--fleet", "900"]
    command = [sys.executable, "-m", "sandbox.aws", *options]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Quick(process.stdout.readline().removeprefix("ready ").strip())
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
