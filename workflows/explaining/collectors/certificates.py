"""Certificates of AWS Certificate Manager for the host that an alert names."""

from datetime import timedelta

from core.causes.evidence import Evidence
from core.certificates import KeptCertificate
from services.aws.acm import CertificateManager
from workflows.explaining.case import Case, Gathered, unasked

_SOON = timedelta(days=30)


class CertificateCollector:
    """Asks Certificate Manager."""

    about = "certificates in AWS Certificate Manager"

    def __init__(self, certificates: CertificateManager) -> None:
        self._certificates = certificates

    def collect(self, case: Case) -> Gathered:
        """The host's certificate that ends first, and whether it renews by itself."""
        host, named = case.names.get("host", ""), case.subject.certificate_arn
        if not (host or named):
            return unasked(self.about, "the alert names no host and no certificate")
        own = [each for each in self._certificates.certificates() if each.arn == named or _covers(each.domain, host)]
        return Gathered(evidence=tuple(_facts(each, case) for each in own))


def _facts(kept: KeptCertificate, case: Case) -> Evidence:
    ends = f"{kept.ends:%Y-%m-%d %H:%M} UTC" if kept.ends else ""
    soon = kept.ends is not None and kept.ends - case.now <= _SOON
    kind = "certificate_expires_soon" if soon and kept.in_use else "certificate_kept"
    renews = "renews by itself" if kept.renews else "does not renew by itself"
    values = {"host": kept.domain, "certificate_arn": kept.arn, "certificate_ends": ends}
    return Evidence(
        kind="certificate_expired" if kept.ends and kept.ends <= case.now and kept.in_use else kind,
        source="ACM",
        said=f"ACM's certificate for {kept.domain} ends at {ends or 'no known time'} and {renews}.",
        component=kept.domain,
        values={name: value for name, value in values.items() if value},
    )


def _covers(domain: str, host: str) -> bool:
    if domain.startswith("*."):
        return host.partition(".")[2] == domain[2:].lower()
    return bool(host) and domain.lower() == host
