import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import NotAllowed, Upstream
from services.probes.ports import Ports, read_certificate
from tests.services.probes.wire import LOOPBACK, certificate, tls_server

HOST = "api.example.com"


def _ports(**more: bool) -> Ports:
    return Ports(lambda _: [LOOPBACK], private=True, timeout_s=2, **more)


def test_what_listens_is_open_and_what_does_not_refuses() -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        assert _ports().knock(HOST, port).outcome == "open"
    assert _ports().knock(HOST, port).outcome == "refused"


def test_a_private_address_is_not_knocked_at_unless_allowed() -> None:
    with pytest.raises(NotAllowed):
        Ports(lambda _: [LOOPBACK]).knock(HOST, 443)


def test_a_name_is_resolved_once_so_that_a_second_answer_changes_nothing(tmp_path: Path) -> None:
    asked: list[str] = []

    def once(host: str) -> list[str]:
        asked.append(host)
        return [LOOPBACK] if len(asked) == 1 else ["169.254.169.254"]

    with tls_server(certificate(tmp_path, HOST, 20)) as port:
        found = Ports(once, private=True, timeout_s=2).certificate(HOST, port)
    assert found.fits
    assert asked == [HOST]


def test_a_certificate_tells_its_end_its_names_and_who_trusts_it(tmp_path: Path) -> None:
    with tls_server(certificate(tmp_path, HOST, 20)) as port:
        found = _ports().certificate(HOST, port)
    assert timedelta(days=19) < found.ends - datetime.now(UTC) < timedelta(days=21)
    assert found.names == (HOST,)
    assert not found.trusted
    assert "self-signed" in found.why.replace(" ", "-")


def test_one_that_is_over_is_no_fault_of_the_chain(tmp_path: Path) -> None:
    with tls_server(certificate(tmp_path, HOST, -2)) as port:
        found = _ports().certificate(HOST, port)
    assert found.ends < datetime.now(UTC)


def test_one_for_another_name_does_not_fit_and_a_star_stands_for_one_label(tmp_path: Path) -> None:
    with tls_server(certificate(tmp_path, "*.example.com", 20)) as port:
        assert _ports().certificate(HOST, port).fits
        assert not _ports().certificate("a.b.example.com", port).fits
        assert not _ports().certificate("example.org", port).fits


def test_what_speaks_no_tls_could_not_be_looked_at() -> None:
    with socket.create_server((LOOPBACK, 0)) as server, pytest.raises(Upstream, match="could not be looked at"):
        Ports(lambda _: [LOOPBACK], private=True, timeout_s=0.3).certificate(HOST, server.getsockname()[1])


def test_bytes_that_are_no_certificate_are_refused() -> None:
    with pytest.raises(Upstream):
        read_certificate(b"nonsense", HOST, "")
