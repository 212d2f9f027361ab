"""How long the bot takes from a cold start to connected, what it weighs, and how long --help takes.

Figures: connected_s, rss_hello_mb (just connected), rss_all_operations_mb (after every operation ran once), help_ms
(median of whole processes), first_card_s and next_card_s (a whole-fleet card, from the command to the answer).
"""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from commands.spec import every_command
from core.actor import Door
from evals import rig

_AGENT = str(Path(sys.executable).with_name("sre-agent"))
_RUNS = 9


def help_ms() -> float:
    """The median of several whole processes."""
    times = []
    for _ in range(_RUNS):
        started = time.perf_counter()
        subprocess.run([_AGENT, "--help"], check=True, stdout=subprocess.DEVNULL)
        times.append((time.perf_counter() - started) * 1000)
    return median(times)


def card_s(slack: str) -> float:
    """One whole-fleet card."""
    answer_ms = rig.drive(slack, "/sre-vuln-check", users=1, total=1, settle_s=2)[0].answer_ms
    return float("nan") if answer_ms is None else answer_ms / 1000


def examples() -> list[str]:
    """The example of every slash command, as one would type it; each is answered by real work."""
    return [command.example(Door.SLACK) for command in every_command() if command.row.slash]


def main() -> None:
    """Print one figure a line."""
    print(f"help_ms: {help_ms():.0f}")
    with rig.half("sandbox.aws") as aws, rig.half("sandbox.slack") as slack:
        started = time.monotonic()
        with rig.our_bot(slack, aws, TOOL_CACHE_TIME="0") as bot:
            print(f"connected_s: {time.monotonic() - started:.2f}")
            print(f"rss_hello_mb: {rig.rss_mb(bot.pid):.0f}")
            print(f"first_card_s: {card_s(slack):.2f}")
            print(f"next_card_s: {card_s(slack):.2f}")
            for example in examples():
                slash, _, text = example.partition(" ")
                rig.drive(slack, slash, users=1, total=1, texts=(text,), settle_s=4)
            print(f"rss_all_operations_mb: {rig.rss_mb(bot.pid):.0f}")


if __name__ == "__main__":
    main()
