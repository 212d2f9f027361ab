"""Names, ports and certificates that an alert names, looked at from here."""

from datetime import datetime, timedelta

from core.causes.evidence import Evidence
from services.probes.names import Names
from services.probes.ports import Certificate, Ports
from workflows.explaining.case import Case, Gathered, unasked

_SOON = timedelta(days=30)
_HTTPS = 443
_NO_HOST = "the alert names no host"


class TlsCollector:
    """Reads the certificate that the host serves."""

    about = "the certificate that is served"

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def collect(self, case: Case) -> Gathered:
        """Whether it has ended or soon will, fits its name and is trusted."""
        host = case.names.get("host", "")
        if not host:
            return unasked(self.about, _NO_HOST)
        return Gathered(evidence=_told(self._ports.certificate(host, _port(case, _HTTPS)), case.now))


class DnsCollector:
    """Asks resolvers for the host."""

    about = "what DNS answers for the host"

    def __init__(self, names: Names) -> None:
        self._names = names

    def collect(self, case: Case) -> Gathered:
        """Whether the name resolves."""
        host = case.names.get("host", "")
        if not host:
            return unasked(self.about, _NO_HOST)
        found = self._names.look_up(host)
        kind = {"found": "dns_ok", "missing": "dns_missing", "failing": "dns_failing", "empty": "dns_missing"}
        words = {
            "found": f"{host} resolves to {', '.join(found.addresses)}.",
            "missing": f"Resolvers answer NXDOMAIN for {host}: there is no such name.",
            "failing": f"Resolvers answer SERVFAIL for {host}: the zone's name servers do not answer properly.",
            "empty": f"{host} exists in DNS and has no address.",
        }
        answers = {"missing": "NXDOMAIN", "failing": "SERVFAIL", "empty": "no address"}
        return Gathered(
            evidence=(
                Evidence(
                    kind=kind[found.answer],
                    source="DNS",
                    said=words[found.answer],
                    component=host,
                    impact=found.answer != "found",
                    values={"host": host, "dns_answer": answers.get(found.answer, "")},
                    query=f"dig {host}",
                ),
            )
        )


class TcpCollector:
    """Connects to the host's port."""

    about = "whether the port answers"

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def collect(self, case: Case) -> Gathered:
        """Whether something listens."""
        host = case.names.get("host", "")
        if not host or not case.names.get("port"):
            return unasked(self.about, "the alert names no host with a port")
        knock = self._ports.knock(host, _port(case, _HTTPS))
        where = f"{host} on port {knock.port}"
        kind, said, extra = {
            "open": ("tcp_ok", f"{where} takes connections.", {}),
            "refused": ("tcp_refused", f"{where} refuses connections.", {"refused_at": knock.address}),
            "silent": ("tcp_timeout", f"{where} does not answer.", {"silent_at": knock.address}),
        }[knock.outcome]
        values = {"host": host, "port": str(knock.port), **extra}
        fact = Evidence(
            kind=kind, source="TCP", said=said, component=host, impact=knock.outcome != "open", values=values
        )
        return Gathered(evidence=(fact,))


def _port(case: Case, usual: int) -> int:
    given = case.names.get("port", "")
    return int(given) if given.isdecimal() and 0 < int(given) < 1 << 16 else usual


def _told(found: Certificate, now: datetime) -> tuple[Evidence, ...]:
    left = found.ends - now
    ends = f"{found.ends:%Y-%m-%d %H:%M} UTC"
    values = {
        "host": found.host,
        "certificate_ends": ends,
        "certificate_issuer": found.issuer,
        "certificate_names": ", ".join(found.names[:5]),
    }

    def fact(kind: str, said: str, *, strength: float = 1.0, impact: bool = False) -> Evidence:
        return Evidence(
            kind=kind, source="TLS", said=said, component=found.host, strength=strength, impact=impact, values=values
        )

    facts = []
    if left <= timedelta():
        facts.append(fact("certificate_expired", f"The certificate of {found.host} ended at {ends}.", impact=True))
    elif left <= _SOON:
        facts.append(fact("certificate_expires_soon", f"The certificate of {found.host} ends at {ends}."))
    if not found.fits:
        names = values["certificate_names"] or "no name"
        said = f"The certificate that {found.host} serves is for {names}."
        facts.append(fact("certificate_name_mismatch", said, impact=True))
    if not found.trusted:
        said = f"Clients do not trust the certificate of {found.host}: {found.why}."
        facts.append(fact("certificate_untrusted", said, impact=True))
    if not facts:
        facts.append(fact("certificate_valid", f"The certificate of {found.host} is valid until {ends}."))
    return tuple(facts)
