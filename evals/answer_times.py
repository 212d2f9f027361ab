"""How soon each question is answered whole on a slow account: each call to AWS takes 80 ms, and nothing is remembered.

    python -m evals.answer_times

One figure a command, in seconds from Slack's sending to the last word of the answer, the slowest of a few. Reading the
account's events is measured on its own (`security_events.py`).
"""

import argparse

from evals import rig

_WEB_1 = "i-0a554b5583dd70864"
_ASKED = {
    "/sre-vuln-check": ("", _WEB_1),
    "/sre-metrics": (_WEB_1, f"{_WEB_1} 7d"),
    "/sre-patch-window": (_WEB_1,),
    "/sre-patch-status": ("",),
    "/sre-instance": (_WEB_1,),
    "/sre-schedule": ("",),
    "/sre-alerts": ("",),
    "/sre-health": ("",),
}


def main() -> None:
    """Print one figure a line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--latency", type=int, default=80, help="milliseconds of each call to AWS")
    parser.add_argument("--times", type=int, default=3, help="how often each question is asked")
    given = parser.parse_args()
    with rig.half("sandbox.aws") as aws, rig.half("sandbox.slack") as slack:
        rig.aws_faults(aws, {"*": {"latency_ms": given.latency}})
        with rig.our_bot(slack, aws, TOOL_CACHE_TIME="0"):
            for command, texts in _ASKED.items():
                timed = rig.drive(slack, command, users=1, total=given.times * len(texts), texts=texts, settle_s=8)
                took = [each.answer_ms for each in timed]
                slowest = max((ms / 1000 for ms in took if ms is not None), default=0.0)
                print(f"{command.removeprefix('/sre-').replace('-', '_')}_s: {slowest:.2f}", flush=True)
                if missing := sum(ms is None for ms in took):
                    print(f"# {missing} of {len(took)} without an answer")


if __name__ == "__main__":
    main()
