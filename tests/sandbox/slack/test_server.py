"""The server as a process: one line when ready, a clean end on a signal."""

import signal
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest
import yaml

from tests.sandbox.slack.conftest import MANIFEST


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_listens_and_ends_cleanly(tmp_path: Path, sign: signal.Signals) -> None:
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text(yaml.safe_dump(MANIFEST))
    command = [sys.executable, "-m", "sandbox.slack", "--port", "0", "--manifest", str(manifest)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        word, url = process.stdout.readline().split()
        connection = HTTPConnection(url.removeprefix("http://"), timeout=5)
        connection.request("GET", "/control/events?as=U0REQUEST1")
        assert connection.getresponse().status == 200
        process.send_signal(sign)
        assert (word, process.wait(5)) == ("ready", 0)
        connection.close()
