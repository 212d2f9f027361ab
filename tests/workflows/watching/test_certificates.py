"""Certificates that end."""

from datetime import datetime, timedelta

import pytest

from core.certificates import KeptCertificate
from core.errors import Cause, Incomplete, Upstream
from services.probes.ports import Certificate
from tests.core.examples import NOW, StillClock
from tests.workflows.reporting import memory_store
from tests.workflows.watching.box import Inbox
from workflows.watching.certificates import Certificates
from workflows.watching.conditions import Conditions

AWAY = Upstream("It cannot be reached.", cause=Cause.UNREACHABLE, retryable=True)


def kept(days: float, *, in_use: bool = True, renews: bool = False) -> KeptCertificate:
    ends = NOW + timedelta(days=days)
    return KeptCertificate(
        arn=f"arn:aws:acm:x:{days}", domain="shop.example.com", ends=ends, in_use=in_use, renews=renews
    )


def served(days: float = 90, why: str = "") -> Certificate:
    ends = NOW + timedelta(days=days)
    return Certificate(
        host="api.example.com",
        ends=ends,
        names=("api.example.com",),
        issuer="An authority",
        fits=not why,
        trusted=not why,
        why=why,
    )


class Account:
    def __init__(self, *certificates: KeptCertificate) -> None:
        self.kept: tuple[KeptCertificate, ...] | Upstream = certificates

    def certificates(self) -> tuple[KeptCertificate, ...]:
        if isinstance(self.kept, Upstream):
            raise self.kept
        return self.kept


class Host:
    def __init__(self, shown: Certificate | Upstream) -> None:
        self.shown = shown

    def certificate(self, host: str, port: int = 443) -> Certificate:
        assert (host, port) == ("api.example.com", 443)
        if isinstance(self.shown, Upstream):
            raise self.shown
        return self.shown


class Watch:
    def __init__(self, account: Account, host: Host | None = None) -> None:
        self.inbox = Inbox()
        endpoints = [("api.example.com", 443)] if host else []
        conditions = Conditions(memory_store(StillClock()), self.inbox)
        self.watch = Certificates(account, host or Host(served()), endpoints, conditions)

    def look(self, now: datetime = NOW) -> list[tuple[str, str]]:
        self.watch.look(now)
        return self.inbox.titles


def test_what_ends_soon_is_raised_and_what_does_not_is_not() -> None:
    assert Watch(Account(kept(12), kept(60))).look() == [
        ("SSL certificate for shop.example.com expires in 12 days", "firing")
    ]


def test_a_certificate_that_nobody_uses_wakes_nobody() -> None:
    assert Watch(Account(kept(1, in_use=False))).look() == []


def test_one_that_aws_should_have_renewed_says_so() -> None:
    watch = Watch(Account(kept(12, renews=True)))
    watch.look()
    assert "should have renewed it by now" in watch.inbox.alerts[0].message


def test_a_certificate_that_was_renewed_ends_its_alert() -> None:
    account = Account(kept(12))
    watch = Watch(account)
    watch.look()
    account.kept = (kept(300),)
    assert watch.look()[-1] == ("SSL certificate for shop.example.com expires in 12 days", "resolved")


def test_what_endpoints_serve_is_watched_too() -> None:
    assert Watch(Account(), Host(served(1))).look() == [
        ("SSL certificate for api.example.com expires in 24 hours", "firing")
    ]


def test_one_that_clients_refuse_is_raised_with_the_reason() -> None:
    watch = Watch(Account(), Host(served(why="self-signed certificate")))
    assert watch.look() == [("SSL certificate of api.example.com is refused by clients", "firing")]
    assert "self-signed certificate" in watch.inbox.alerts[0].message


def test_what_cannot_be_reached_ends_nothing_and_is_told() -> None:
    account, host = Account(kept(12)), Host(served(1))
    watch = Watch(account, host)
    watch.look()
    account.kept = host.shown = AWAY
    with pytest.raises(Incomplete, match="It cannot be reached"):
        watch.look()
    assert [state for _, state in watch.inbox.titles] == ["firing", "firing"]
