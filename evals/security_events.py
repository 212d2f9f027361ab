"""How soon /sre-security-events answers on a slow account, from an empty store, and what it tells.

Each call to AWS takes 80 ms and LookupEvents is answered twice a second, as AWS does. Figures: first_answer_s (a part
of the answer is on the screen), whole_s (the whole one is), next_answer_s (asked again), stories (medium and worse).
"""

import argparse
import json
import time
from typing import Any

from evals import rig

_COMMAND = "/sre-security-events"
_GIVES_UP_S = 60.0
_WORKING = "…"


def shown(slack: str) -> list[dict[str, Any]]:
    """What the asker sees in the channel."""
    told: list[dict[str, Any]] = rig.control(slack, f"/messages?as={rig.USER}&channel={rig.CHANNEL}")["messages"]
    return told


def asked(slack: str, time_range: str) -> tuple[float, float, dict[str, Any]]:
    """Seconds to the first answer and to the whole one, and the whole one."""
    before = {each["ts"] for each in shown(slack)}
    place = {"as": rig.USER, "channel": rig.CHANNEL}
    started = time.monotonic()
    rig.control(slack, "/command", {**place, "command": _COMMAND, "text": time_range})
    first_s = 0.0
    while time.monotonic() - started < _GIVES_UP_S:
        new = [each for each in shown(slack) if each["ts"] not in before]
        if new and not str(new[-1]["text"]).endswith(_WORKING):
            first_s = first_s or time.monotonic() - started
            if "Still reading" not in json.dumps(new[-1]):
                return first_s, time.monotonic() - started, new[-1]
        time.sleep(0.05)
    raise SystemExit(f"no whole answer within {_GIVES_UP_S} s")


def stories(message: dict[str, Any]) -> int:
    """How many stories of medium severity and worse the card tells."""
    texts = [str(block.get("text", {}).get("text", "")) for block in message["blocks"] if block["type"] == "section"]
    return sum(text.startswith(("*Critical · ", "*High · ", "*Medium · ")) for text in texts)


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=int, default=80, help="milliseconds of each call to AWS")
    parser.add_argument("--range", default="24h", help="how far back is asked for")
    given = parser.parse_args()
    with rig.half("sandbox.aws") as aws, rig.half("sandbox.slack") as slack:
        rig.aws_faults(aws, {"*": {"latency_ms": given.latency}})
        with rig.our_bot(slack, aws, TOOL_CACHE_TIME="0"):
            first_s, whole_s, message = asked(slack, given.range)
            _, next_s, _ = asked(slack, given.range)
    print(f"# {message['text']}")
    print(f"first_answer_s: {first_s:.2f}")
    print(f"whole_s: {whole_s:.2f}")
    print(f"next_answer_s: {next_s:.2f}")
    print(f"stories: {stories(message)}")


if __name__ == "__main__":
    main()
