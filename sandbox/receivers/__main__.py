"""`python -m sandbox.receivers`: the places as a process of their own."""

import argparse
import signal
from threading import Thread
from types import FrameType

from sandbox.receivers.mail import mail_server
from sandbox.receivers.received import Received
from sandbox.receivers.server import Receivers


def main() -> None:
    """Serve until SIGTERM or SIGINT; one line says where they listen."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.receivers", description=__doc__)
    parser.add_argument("--port", type=int, default=8767, help="0 for any free one")
    parser.add_argument("--smtp-port", type=int, default=8768)
    given = parser.parse_args()
    received = Received()
    receivers, mail = Receivers(given.port, received), mail_server(received, given.smtp_port)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        Thread(target=receivers.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    mail.start()
    print(f"ready {receivers.url}", flush=True)
    receivers.serve_forever(poll_interval=0.1)
    mail.stop()


if __name__ == "__main__":
    main()
