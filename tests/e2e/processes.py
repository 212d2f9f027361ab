"""Starts the two halves of the sandbox and the assistant as processes, and ends each of them properly."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from sandbox.ports import free_port

ROOT = Path(__file__).parents[2]
AGENT = Path(sys.executable).with_name("sre-agent")
LEAVES_S = 12.0
POLICY = {"approvers": ["S0APPROVER"], "channel": "C0SREOPS01", "break_glass": ["U0APPROVE1"]}
_KEPT = ("HOME", "LANG", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH")

Json = dict[str, Any]


def environment(slack_url: str, aws_url: str, state: Path, **settings: str) -> dict[str, str]:
    """What the assistant is told: nothing but this, and what any process needs."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {
        "SLACK_BOT_TOKEN": "xoxb-sandbox-bot-token",
        "SLACK_APP_TOKEN": "xapp-sandbox-app-token",
        "SLACK_API_URL": f"{slack_url}/api/",
        "AWS_ENDPOINT_URL": aws_url,
        "AWS_ACCESS_KEY_ID": "sandbox",
        "AWS_SECRET_ACCESS_KEY": "sandbox",
        "MCP_SERVER_PORT": str(free_port()),
        "SRE_DATA_DIR": str(state),
        "SRE_AUDIT_DIR": str(state.with_name(f"{state.name}-audit")),
        "SRE_CHANGE_ROLE_ARN": "arn:aws:iam::123456789012:role/sre-change",
        "SRE_PATCH_LISTS": "s3://sandbox-patching",
        "SRE_POLICY": json.dumps(POLICY),
        **settings,
    }


def asked(url: str, method: str, path: str, body: object = None) -> tuple[int, Json]:
    """Status and JSON of one HTTP request."""
    with closing(HTTPConnection(url.removeprefix("http://"), timeout=70)) as connection:
        connection.request(method, path, None if body is None else json.dumps(body))
        response = connection.getresponse()
        return response.status, json.loads(response.read())


@contextmanager
def part(module: str, *arguments: str) -> Iterator[str]:
    """One half of the sandbox as a process; its address."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().removeprefix("ready").strip()
        finally:
            ended(process)


@dataclass(frozen=True)
class Bot:
    """A running assistant."""

    process: subprocess.Popen[str]
    url: str
    log_file: Path

    @property
    def log(self) -> str:
        """Everything it has logged so far."""
        return self.log_file.read_text()

    def health(self) -> tuple[int, Json]:
        """Status and body of GET /health; 0 while the port is not open yet."""
        try:
            return asked(self.url, "GET", "/health")
        except ConnectionError:
            return 0, {}

    def health_when(self, right: Callable[[Json], bool], seconds: float = 40) -> tuple[int, Json]:
        """Its health as soon as that is right."""
        deadline = time.monotonic() + seconds
        status, health = self.health()
        while not (health and right(health)):
            assert time.monotonic() < deadline, f"health stayed {health}; the log: {self.log}"
            time.sleep(0.05)
            status, health = self.health()
        return status, health

    def terminated(self) -> tuple[int, float]:
        """Its exit code after SIGTERM, and the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(LEAVES_S), time.monotonic() - began


@contextmanager
def serving(given: Mapping[str, str], folder: Path, begin: Sequence[str | Path] = (AGENT, "serve")) -> Iterator[Bot]:
    """The assistant as in production; its log and its working folder are in `folder`."""
    log_file = folder / f"{len(list(folder.glob('*.log')))}.log"
    with (
        log_file.open("w") as log,
        subprocess.Popen(begin, env=given, cwd=folder, stderr=log, text=True) as process,
    ):
        try:
            yield Bot(process, f"http://127.0.0.1:{given['MCP_SERVER_PORT']}", log_file)
        finally:
            ended(process)


def ended(process: subprocess.Popen[str]) -> None:
    """Ask it to end, and make it when it does not."""
    process.terminate()
    try:
        process.wait(LEAVES_S)
    except subprocess.TimeoutExpired:
        process.kill()


def command(given: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """One command of the terminal, run to its end."""
    return subprocess.run([AGENT, *words], env=given, capture_output=True, text=True, timeout=60, check=False)


def part_of(health: Json, name: str) -> Json:
    """One part of a health report, empty where it is not named."""
    return next((each for each in health["parts"] if each["name"] == name), {})
