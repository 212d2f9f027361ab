import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).parents[3]


def test_the_process_says_when_it_is_ready_and_ends_cleanly() -> None:
    command = [sys.executable, "-m", "sandbox.aws", "--port", "0", "--fleet", "1", "--findings", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        with urlopen(f"{line.removeprefix('ready ').strip()}/control/log") as answer:  # noqa: S310 - loopback
            assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        assert line.startswith("ready http://127.0.0.1:")
        assert process.stdout.read() == ""


def test_a_speed_that_is_none_is_refused() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "sandbox.aws", "--speed", "0"], check=False, cwd=ROOT, capture_output=True, text=True
    )
    assert ended.returncode == 2
    assert "speed" in ended.stderr
