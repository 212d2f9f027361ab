import pytest

from core.errors import Upstream
from services.probes.names import Names
from tests.services.probes.wire import LOOPBACK, dns_server

SERVFAIL = 2


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("a.example.com", "found"),
        ("gone.example.com", "missing"),
        ("bad.example.com", "failing"),
        ("b.example.com", "empty"),
    ],
)
def test_what_resolvers_answer_is_told_apart(host: str, answer: str) -> None:
    known: dict[str, str | int] = {"a.example.com": "192.0.2.7", "bad.example.com": SERVFAIL, "b.example.com": ""}
    with dns_server(known) as port:
        found = Names([LOOPBACK], port).look_up(host)
    assert found.answer == answer
    assert found.addresses == (("192.0.2.7",) if answer == "found" else ())


def test_no_answer_is_not_the_same_as_no_such_name() -> None:
    with pytest.raises(Upstream, match=r"No resolver answered for a\.example\.com"):
        Names([LOOPBACK], 9, timeout_s=0.3).look_up("a.example.com")


def test_a_name_that_is_none_is_not_asked_for() -> None:
    with pytest.raises(Upstream):
        Names([LOOPBACK], 9, timeout_s=0.3).look_up("a" * 80 + ".example.com")
