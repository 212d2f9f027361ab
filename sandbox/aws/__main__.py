"""`python -m sandbox.aws`: the account as a process of its own."""

import argparse
import signal
from threading import Thread
from types import FrameType

from sandbox.aws.account import DEFAULT_REGION
from sandbox.aws.server import build_server, url_of
from sandbox.aws.world import Size


def main() -> None:
    """Serve until SIGTERM or SIGINT; one line says when the port answers."""
    options = _parser().parse_args()
    size = Size(
        options.fleet,
        options.findings,
        options.region,
        options.latency,
        options.debug,
        options.speed,
        options.documents,
    )
    server, world = build_server(size, options.host, options.port)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        world.faults.clear()
        # shutdown() waits for the loop below to end, so it must not run on the loop's own thread.
        Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"ready {url_of(server)}", flush=True)
    server.serve_forever(poll_interval=0.1)
    server.server_close()


def _speed(text: str) -> float:
    speed = float(text)
    if speed <= 0:
        raise ValueError
    return speed


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox.aws", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8766, help="0 for any free one")
    parser.add_argument("--region", default=DEFAULT_REGION)
    parser.add_argument("--fleet", type=int, default=12, help="number of instances")
    parser.add_argument("--findings", type=int, default=None, help="number of findings; all the fleet has by default")
    parser.add_argument("--latency", type=float, default=0, metavar="MS", help="delay of every call")
    parser.add_argument("--speed", type=_speed, default=1.0, help="how many times as fast things happen in it")
    parser.add_argument("--documents", action="store_true", help="with the account's own command documents")
    parser.add_argument("--debug", action="store_true", help="check every answer against botocore's model")
    return parser


if __name__ == "__main__":
    main()
