"""Starts the local Slack, the AWS account and the bot as separate processes, and ends them together.

The bot is the one of production, started by its own command and configured by the environment alone.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from urllib.error import URLError
from urllib.request import urlopen

from sandbox.ports import free_port
from sandbox.receivers.jira import TOKEN, USER
from sandbox.receivers.teams import PATH, SIGNATURE

PAGE_PORT = 8765
WEB_1 = "i-0a554b5583dd70864"
CHANGE_ROLE = "arn:aws:iam::123456789012:role/sre-change"
# The account of the demo lives faster than a real one, and so does the bot's patience.
PATCH_PACE = {
    "SRE_BAKE_SECONDS": "20",
    "SRE_PATCH_POLL": "1",
    "SRE_PATCH_SETTLE": "5",
    "SRE_PATCH_RESERVE": "0",
}
# The channel of alerts is told of new findings within a minute.
FINDINGS = {"SRE_FINDINGS_CHANNEL": "C0ALERTS01", "SRE_FINDINGS_POLL": "1"}
ALERT_KEY = "sandbox-alert-key"
DELIVERIES = [
    {"name": "tickets", "to": "jira", "project": "OPS", "on_acknowledge": "Start", "on_resolve": "Done"},
    {"name": "leads", "to": "email", "sender": "sre-bot@example.com", "recipients": ["sre@example.com"]},
    {"name": "chat", "to": "teams"},
]
# Rita asks, the group of approvers (Aaron and Bea) decides; Aaron may break the glass.
POLICY = {"approvers": ["S0APPROVER"], "channel": "C0SREOPS01", "break_glass": ["U0APPROVE1"]}
_READY_S = 60
_LEAVE_S = 12
BOT_TOKEN, APP_TOKEN = "xoxb-sandbox-bot-token", "xapp-sandbox-app-token"
_TRY = """
  Open  {url}/?as=U0REQUEST1&channel=C0SREOPS01  and try:

    1. type  /sre-vuln-check  in #sre-ops, then press Show all, Analyse or Post to channel
    2. type  /sre-vuln-check {instance}  for one machine, or  /sre-vuln-check nonsense  to be helped
    3. open the app's Home tab (SRE Operations Assistant, below Apps)
    4. type  /sre-security-events  : three attacks hide in the account's last day
    5. let something go wrong (below the channels), and read its thread in #alerts

  The same operations on the command line, in another terminal; an alert that is sent is explained in #alerts:

    export {exports}
    {agent} findings list
    {agent} alerts send cloudwatch-alarm

  What Jira, mail and Teams received: {received}

  Ctrl-C ends everything.
"""


@dataclass(frozen=True, slots=True)
class Places:
    """Where alerts come in and go out: the receivers' address, their mail server's port, and the bot's own port."""

    url: str
    smtp_port: int
    bot_port: int

    @property
    def alerts(self) -> str:
        """Where monitoring services post to."""
        return f"http://127.0.0.1:{self.bot_port}/alerts/demo"

    def door(self) -> dict[str, str]:
        """What a sender of alerts on this machine needs."""
        return {"MCP_SERVER_PORT": str(self.bot_port), "SRE_ALERT_KEYS": f"'*={ALERT_KEY}'"}

    def environment(self) -> dict[str, str]:
        """What the bot is told of them."""
        return {
            "MCP_SERVER_PORT": str(self.bot_port),
            "SRE_ALERT_KEYS": f"*={ALERT_KEY}",
            "SRE_ALERT_CHANNEL": "C0ALERTS01",
            "SRE_DELIVERIES": json.dumps(DELIVERIES),
            "JIRA_URL": self.url,
            "JIRA_USER": USER,
            "JIRA_API_TOKEN": TOKEN,
            "SRE_TEAMS_URL": f"{self.url}{PATH}?sig={SIGNATURE}",
            "SRE_SMTP_URL": f"smtp://127.0.0.1:{self.smtp_port}",
        }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the demo until it is interrupted or one of its processes ends."""
    options = _options().parse_args(arguments)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with ExitStack() as stack:
        aws = stack.enter_context(_part("sandbox.aws", ["--port", "0", *_scale(options)]))
        smtp_port, bot_port = free_port(), free_port()
        receivers = stack.enter_context(_part("sandbox.receivers", ["--port", "0", "--smtp-port", str(smtp_port)]))
        aws_url = _ready("The AWS account", aws)
        places = Places(_ready("Jira, Teams and mail", receivers), smtp_port, bot_port)
        troubles = ["--troubles", f"{aws_url}/control/stories", places.alerts, ALERT_KEY]
        slack = stack.enter_context(_part("sandbox.slack", ["--port", str(options.port), "--quiet", *troubles]))
        slack_url = _ready("The local Slack", slack)
        state = stack.enter_context(tempfile.TemporaryDirectory(prefix="sre-agent-"))
        given = bot_environment(slack_url, aws_url, places, Path(state))
        bot = stack.enter_context(_running([str(_agent()), "serve"], given))
        _wait_for_bot(slack_url, bot, stop)
        if not stop.is_set():
            sys.stdout.write(_welcome(slack_url, aws_url, places))
            sys.stdout.flush()
        while not stop.wait(0.5):
            parts = {
                "The AWS account": aws,
                "The local Slack": slack,
                "The receivers": receivers,
                "The bot": bot,
            }
            if gone := [name for name, process in parts.items() if process.poll() is not None]:
                sys.exit(f"{gone[0]} ended by itself; its last lines are above.")


def bot_environment(slack_url: str, aws_url: str, places: Places, state: Path) -> dict[str, str]:
    """What the bot needs to know, and nothing else of this machine's AWS or Slack settings."""
    ours = ("AWS_", "JIRA_", "SLACK_", "SRE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": f"{slack_url}/api/",
        **places.environment(),
        "SRE_DATA_DIR": str(state),
        "SRE_AUDIT_DIR": str(state / "audit"),
        "SRE_CHANGE_ROLE_ARN": CHANGE_ROLE,
        "SRE_PATCH_LISTS": "s3://sandbox-patching",
        **PATCH_PACE,
        **FINDINGS,
        "SRE_POLICY": json.dumps(POLICY),
        **_aws_environment(aws_url),
    }


def _aws_environment(aws_url: str) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": aws_url,
        "AWS_REGION": "us-west-2",
        "AWS_ACCESS_KEY_ID": "sandbox",
        "AWS_SECRET_ACCESS_KEY": "sandbox",
    }


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--port", type=int, default=PAGE_PORT, help="of the page; 0 picks a free one")
    parser.add_argument("--fleet", type=int, default=12, help="instances in the AWS account")
    parser.add_argument("--findings", type=int, help="findings in it; all that the fleet has by default")
    parser.add_argument("--latency", type=int, default=0, help="milliseconds that each AWS call takes")
    parser.add_argument("--speed", type=float, default=20, help="how many times as fast patches and boots go")
    parser.add_argument("--no-documents", action="store_true", help="leave the account's own command documents out")
    return parser


def _scale(options: argparse.Namespace) -> list[str]:
    documents = [] if options.no_documents else ["--documents"]
    given = {
        "--fleet": options.fleet,
        "--findings": options.findings,
        "--latency": options.latency,
        "--speed": options.speed,
    }
    return [word for flag, value in given.items() if value is not None for word in (flag, str(value))] + documents


def _agent() -> Path:
    return Path(sys.executable).with_name("sre-agent")


def _welcome(slack_url: str, aws_url: str, places: Places) -> str:
    exports = " ".join(f"{name}={value}" for name, value in {**_aws_environment(aws_url), **places.door()}.items())
    return _TRY.format(
        url=slack_url,
        exports=exports,
        agent=_agent(),
        instance=WEB_1,
        received=f"{places.url}/control/received",
    )


def _part(module: str, arguments: Sequence[str]) -> AbstractContextManager[subprocess.Popen[str]]:
    """One half of the sandbox, which may not be ready yet."""
    return _running([sys.executable, "-m", module, *arguments], os.environ, stdout=subprocess.PIPE)


def _ready(name: str, part: subprocess.Popen[str]) -> str:
    """Its address, once it says that it is ready."""
    said = (part.stdout.readline() if part.stdout else "").split()
    if said[:1] != ["ready"]:
        sys.exit(f"{name} did not start; is its port in use? Try `make demo ARGS='--port 0'`.")
    return said[1]


@contextmanager
def _running(
    command: Sequence[str], environment: Mapping[str, str], *, stdout: int | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A process in a group of its own, so that Ctrl-C reaches it through us, and in order."""
    process = subprocess.Popen(command, env=environment, stdout=stdout, text=True, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_LEAVE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for_bot(slack_url: str, bot: subprocess.Popen[str], stop: Event) -> None:
    deadline = time.monotonic() + _READY_S
    while not stop.is_set() and not _connections(slack_url):
        if bot.poll() is not None or time.monotonic() > deadline:
            sys.exit("The bot did not connect; its log is above.")
        stop.wait(0.1)


def _connections(slack_url: str) -> int:
    try:
        with urlopen(f"{slack_url}/control/workspace?as=U0REQUEST1", timeout=5) as answer:  # noqa: S310  loopback
            return int(json.load(answer)["bot"]["connections"])
    except URLError:
        return 0
