"""Certificates that AWS Certificate Manager keeps."""

from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import TYPE_CHECKING

from core.certificates import KeptCertificate
from services.aws.persistence import every_page, persistently
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_acm.literals import KeyAlgorithmType
    from mypy_boto3_acm.type_defs import (
        CertificateDetailTypeDef,
        CertificateSummaryTypeDef,
        ListCertificatesResponseTypeDef,
    )

_TOKEN = "NextToken"  # noqa: S105  the name of a field
# Without a filter only those with RSA keys of 1,024 and 2,048 bits are listed:
# https://docs.aws.amazon.com/acm/latest/APIReference/API_Filters.html
_KEYS: "Sequence[KeyAlgorithmType]" = (
    "RSA_1024",
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "EC_prime256v1",
    "EC_secp384r1",
    "EC_secp521r1",
)


class CertificateManager:
    """Asks in one region."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def certificates(self) -> tuple[KeptCertificate, ...]:
        """Every certificate that has been issued or imported, with its end.

        Raises:
            Upstream: not all of them could be read.
        """

        def ask(token: str) -> "ListCertificatesResponseTypeDef":
            with self._aws.asking("acm", "ListCertificates"):
                more = {_TOKEN: token} if token else {}
                return self._aws.client("acm").list_certificates(
                    Includes={"keyTypes": _KEYS},
                    **more,  # type: ignore[arg-type]  # a text
                )

        return tuple(self._read(each) for page in every_page(ask, _TOKEN) for each in _issued(page))

    def _read(self, wire: "CertificateSummaryTypeDef") -> KeptCertificate:
        """What the list does not tell is asked for: older certificates are listed by name alone."""
        ends, used = wire.get("NotAfter"), wire.get("InUse")
        if ends is None or used is None:
            told = persistently(lambda: self._described(wire["CertificateArn"]))
            ends, used = told.get("NotAfter"), bool(told.get("InUseBy"))
        return KeptCertificate(
            arn=wire["CertificateArn"],
            domain=wire.get("DomainName", ""),
            ends=ends.astimezone(UTC) if ends else None,
            in_use=bool(used),
            renews=wire.get("RenewalEligibility") == "ELIGIBLE" and wire.get("Type", "") != "IMPORTED",
        )

    def _described(self, arn: str) -> "CertificateDetailTypeDef":
        with self._aws.asking("acm", "DescribeCertificate"):
            return self._aws.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]


def _issued(page: "ListCertificatesResponseTypeDef") -> Iterator["CertificateSummaryTypeDef"]:
    """Those that are asked for and not validated yet have no end."""
    return (
        each for each in page.get("CertificateSummaryList", []) if each.get("Status", "ISSUED") in {"ISSUED", "EXPIRED"}
    )
