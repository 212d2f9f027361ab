"""Certificates that AWS Certificate Manager keeps."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from services.aws.acm import CertificateManager
from services.aws.session import Aws
from tests.services.aws.wire import Wire

ARN = "arn:aws:acm:us-west-2:123456789012:certificate/{:036}"
ENDS = datetime(2026, 12, 24, tzinfo=UTC)


def row(number: int, **more: object) -> dict[str, object]:
    return {"CertificateArn": ARN.format(number), "DomainName": f"{number}.example.com", **more}


def test_every_page_is_read_with_keys_of_every_kind(aws: Aws, wire: Wire) -> None:
    pages: dict[str, Mapping[str, Any]] = {
        "": {"CertificateSummaryList": [row(1, NotAfter=ENDS, InUse=True)], "NextToken": "2"},
        "2": {"CertificateSummaryList": [row(2, NotAfter=ENDS, InUse=False, RenewalEligibility="ELIGIBLE")]},
    }
    wire.on("acm", "ListCertificates", lambda asked: pages[asked.get("NextToken", "")])
    first, second = CertificateManager(aws).certificates()
    assert (first.domain, first.ends, first.in_use, first.renews) == ("1.example.com", ENDS, True, False)
    assert (second.in_use, second.renews) == (False, True)
    assert "EC_prime256v1" in wire.asked[0]["Includes"]["keyTypes"]


def test_what_the_list_does_not_tell_is_asked_for(aws: Aws, wire: Wire) -> None:
    wire.on("acm", "ListCertificates", lambda _: {"CertificateSummaryList": [row(1)]})
    wire.on("acm", "DescribeCertificate", lambda _: {"Certificate": {"NotAfter": ENDS, "InUseBy": ["arn:aws:elb:x"]}})
    [found] = CertificateManager(aws).certificates()
    assert (found.ends, found.in_use) == (ENDS, True)


def test_a_request_that_waits_for_its_validation_is_no_certificate(aws: Aws, wire: Wire) -> None:
    waiting = row(1, Status="PENDING_VALIDATION")
    wire.on("acm", "ListCertificates", lambda _: {"CertificateSummaryList": [waiting]})
    assert CertificateManager(aws).certificates() == ()
