"""How fast commands are acknowledged and answered, beside a bare Bolt app on the same local Slack in one run.

Figures: ack_p99_busy_ms and acks_missing with every worker of ours busy for a second per call and 20 users;
idle_ack_ratio and idle_answer_ratio with one user (ours / bare, medians); throughput_ratio with 20 users (ours / bare).
"""

import argparse
from dataclasses import dataclass
from statistics import median

from evals import rig

_USERS = 20
_ROUNDS = 3  # five hundred commands take less than a second, so one round says little
_BUSY_COMMAND = "/sre-vuln-check"
_LIGHT_COMMAND = "/sre-help"
_MACHINES = (
    "i-0a554b5583dd70864",
    "i-0f69519d5bc9f01d7",
    "i-0e724c7b135c7ebf1",
    "i-0fff7969126a03f88",
    "i-064fd5a4ddab804de",
    "i-0804d0b6ed1d2a22d",
)


@dataclass(frozen=True, slots=True)
class Side:
    """One bot's figures, in milliseconds and commands per second."""

    idle_ack: float
    idle_answer: float
    per_second: float


def measure(slack: str, idle: int, total: int) -> Side:
    """One user at a time, then twenty at once, with nothing else to do."""
    rig.drive(slack, _LIGHT_COMMAND, users=2, total=20, settle_s=1)
    calm = rig.drive(slack, _LIGHT_COMMAND, users=1, total=idle, settle_s=1)
    crowds = [rig.drive(slack, _LIGHT_COMMAND, users=_USERS, total=total, settle_s=1) for _ in range(_ROUNDS)]
    return Side(
        median(each.ack_ms for each in calm if each.ack_ms is not None),
        median(each.answer_ms for each in calm if each.answer_ms is not None),
        median(rig.per_second(crowd) for crowd in crowds),
    )


def busy(slack: str, aws: str, total: int) -> list[rig.Timed]:
    """Every worker waits a second for each call to AWS, for one machine or another."""
    rig.aws_faults(aws, {"*": {"latency_ms": 1000}})
    return rig.drive(slack, _BUSY_COMMAND, texts=_MACHINES, users=_USERS, total=total, settle_s=4, pause_s=1)


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commands", type=int, default=500)
    parser.add_argument("--idle", type=int, default=100)
    given = parser.parse_args()
    with rig.half("sandbox.aws") as aws, rig.half("sandbox.slack") as slack:
        with rig.bare_bot(slack):
            bare = measure(slack, given.idle, given.commands)
        rig.wait_for_connections(slack, 0)
        with rig.our_bot(slack, aws, TOOL_CACHE_TIME="0"):
            ours = measure(slack, given.idle, given.commands)
            crowd = busy(slack, aws, given.commands)
    acks = [each.ack_ms for each in crowd if each.ack_ms is not None]
    print(f"ack_p99_busy_ms: {rig.percentile(acks, 0.99):.1f}")
    print(f"acks_missing: {len(crowd) - len(acks)}")
    print(f"idle_ack_ratio: {ours.idle_ack / bare.idle_ack:.2f}")
    print(f"idle_answer_ratio: {ours.idle_answer / bare.idle_answer:.2f}")
    print(f"throughput_ratio: {ours.per_second / bare.per_second:.2f}")
    print(f"# ours: {ours}")
    print(f"# bare: {bare}")


if __name__ == "__main__":
    main()
