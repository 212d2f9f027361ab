"""`python -m sandbox.slack`: the local Slack as a process of its own."""

import argparse
import asyncio
from pathlib import Path

from sandbox.slack.server import serve
from sandbox.slack.troubles import Troubles


def main() -> None:
    """Read the arguments and serve until a signal comes."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.slack", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8765, help="0 picks a free port")
    parser.add_argument("--manifest", type=Path, default=Path("manifest.yaml"))
    parser.add_argument("--quiet", action="store_true", help="accepted for symmetry; one line is all it prints")
    parser.add_argument(
        "--troubles",
        nargs=3,
        metavar=("WISHES", "ALERTS", "KEY"),
        help="where the AWS half takes wishes, where its alarms are posted to, and with which key",
    )
    given = parser.parse_args()
    troubles = Troubles(*given.troubles) if given.troubles else None
    asyncio.run(serve(given.manifest, given.host, given.port, troubles))


if __name__ == "__main__":
    main()
