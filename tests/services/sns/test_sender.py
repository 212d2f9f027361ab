"""Which messages are taken for those of Amazon SNS."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from core.errors import NotAllowed
from services.sns.sender import SnsSender, from_sns
from tests.services.sns.signing import CERTIFICATE_URL, NOW, certificate, shelf, signed


class StillClock:
    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


def sender(asked: list[str] | None = None, content: bytes | None = None) -> SnsSender:
    return SnsSender(StillClock(), shelf([] if asked is None else asked, content))


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_message_that_sns_signed_passes_and_its_certificate_is_fetched_once(version: str) -> None:
    asked: list[str] = []
    checking = sender(asked)
    checking.check(signed(version))
    checking.check(signed(version, Subject="With a subject"))
    assert asked == [CERTIFICATE_URL]


@pytest.mark.parametrize(
    "changed",
    [
        {"Message": "something else"},
        {"MessageId": "m-2"},
        {"Subject": "added"},
        {"Signature": "AAAA"},
        {"Signature": "no base64"},
        {"SignatureVersion": "3"},
        {"SignatureVersion": None},
    ],
)
def test_a_message_that_was_changed_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed):
        sender().check(signed() | changed)


@pytest.mark.parametrize(
    "url",
    [
        "http://sns.eu-west-1.amazonaws.com/x.pem",
        "https://sns.eu-west-1.amazonaws.com.evil.test/x.pem",
        "https://evil.test/sns.eu-west-1.amazonaws.com/x.pem",
        "https://sns.eu-west-1.amazonaws.com@evil.test/x.pem",
        "https://sns.eu-west-1.amazonaws.com:8443/x.pem",
        "https://sns.us-east-1.amazonaws.com/x.pem",
        "https://s3.eu-west-1.amazonaws.com/x.pem",
        "https://sns.eu-west-1.amazonaws.com/x.txt",
        "https://[::1/x.pem",
        "",
    ],
)
def test_nothing_is_fetched_from_any_other_host(url: str) -> None:
    asked: list[str] = []
    with pytest.raises(NotAllowed):
        sender(asked).check(signed(SigningCertURL=url))
    assert asked == []


@pytest.mark.parametrize("when", ["2026-11-02T07:00:00.000Z", "2026-11-02T11:00:00.000Z", "", "redacted"])
def test_a_message_of_another_time_is_refused(when: str) -> None:
    with pytest.raises(NotAllowed, match="repetition"):
        sender().check(signed(Timestamp=when))


def test_a_certificate_that_has_expired_is_refused() -> None:
    old = certificate(timedelta(days=1), NOW - timedelta(days=9))
    with pytest.raises(NotAllowed, match="expired"):
        sender(content=old).check(signed())


def test_what_is_no_certificate_is_refused() -> None:
    with pytest.raises(NotAllowed):
        sender(content=b"<html>").check(signed())


def test_a_subscription_is_confirmed_at_the_address_of_sns_only() -> None:
    asked: list[str] = []
    good = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t"
    message = signed(Type="SubscriptionConfirmation", Token="t", SubscribeURL=good)
    checking = sender(asked)
    checking.check(message)
    checking.confirm(message)
    assert asked == [CERTIFICATE_URL, good]
    with pytest.raises(NotAllowed):
        checking.confirm(message | {"SubscribeURL": "https://169.254.169.254/latest"})


def test_other_payloads_are_not_taken_for_messages_of_sns() -> None:
    assert from_sns({"Type": "Notification", "title": "x"}) is None
    assert from_sns([1]) is None
