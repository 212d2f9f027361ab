"""A port of loopback for a server that is told its port before it starts."""

import random
import socket

# Below those that systems lend to outgoing connections, so that none of these takes it before the server does.
_OURS = range(20_000, 32_000)


def free_port() -> int:
    """A port that nobody listens on now."""
    for port in random.sample(_OURS, 200):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("200 ports of 20000 to 31999 were tried and all are in use")
