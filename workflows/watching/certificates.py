"""Watches when certificates end: those of AWS Certificate Manager that are used, and those that endpoints serve."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from core.alerts.alert import Alert, AlertLevel
from core.certificates import KeptCertificate, ends_in, urgency
from core.errors import AssistantError, Incomplete
from services.probes.ports import Certificate
from workflows.watching.conditions import Conditions
from workflows.watching.own_alert import own_alert

WATCH = "certificates"
_HTTPS = 443


class Kept(Protocol):
    """See `services.aws.acm.CertificateManager`."""

    def certificates(self) -> tuple[KeptCertificate, ...]:
        """All of them; raises Upstream."""
        ...


class Served(Protocol):
    """See `services.probes.ports.Ports`."""

    def certificate(self, host: str, port: int = _HTTPS) -> Certificate:
        """The one that a host serves; raises NotAllowed, Upstream."""
        ...


class Certificates:
    """`endpoints` are hosts, each with its port."""

    def __init__(
        self, kept: Kept, served: Served, endpoints: Sequence[tuple[str, int]], conditions: Conditions
    ) -> None:
        self._kept = kept
        self._served = served
        self._endpoints = endpoints
        self._conditions = conditions

    def look(self, now: datetime) -> str:
        """Look once; what it did in a few words.

        Raises:
            Incomplete: something could not be asked; what was found all the same was raised.
        """
        problems: list[str] = []
        found = [*self._of_the_account(now, problems), *self._of_endpoints(now, problems)]
        changed = self._conditions.settle(WATCH, found, now, sure=not problems)
        if problems:
            raise Incomplete(f"Not all certificates could be looked at: {problems[0]}")
        return f"{changed} changed" if changed else ""

    def _of_the_account(self, now: datetime, problems: list[str]) -> Iterator[Alert]:
        try:
            kept = self._kept.certificates()
        except AssistantError as error:
            problems.append(str(error))
            return
        for each in kept:
            level = urgency(each.ends, now) if each.ends and each.in_use else None
            if each.ends and level:
                renews = "AWS should have renewed it by now: look at its validation." if each.renews else ""
                yield _alert(each.domain, each.arn, level, each.ends, now, renews)

    def _of_endpoints(self, now: datetime, problems: list[str]) -> Iterator[Alert]:
        for host, port in self._endpoints:
            try:
                served = self._served.certificate(host, port)
            except AssistantError as error:
                problems.append(str(error))
                continue
            place = host if port == _HTTPS else f"{host}:{port}"
            if level := urgency(served.ends, now):
                yield _alert(host, place, level, served.ends, now, f"It is served at {place}.")
            elif not (served.fits and served.trusted):
                why = served.why or f"it is not for {host}"
                yield _refused(host, place, why, now)


def _alert(domain: str, resource: str, level: AlertLevel, ends: datetime, now: datetime, more: str) -> Alert:
    return own_alert(
        WATCH,
        f"{resource}/{ends.isoformat()}",
        kind="certificate",
        severity=level,
        title=f"SSL certificate for {domain} {ends_in(ends, now)}",
        message=f"It ends at {ends:%Y-%m-%d %H:%M} UTC. {more}".strip(),
        service=domain,
        resource=resource,
        at=now,
        namespace="AWS/CertificateManager",
    )


def _refused(host: str, resource: str, why: str, now: datetime) -> Alert:
    return own_alert(
        WATCH,
        f"{resource}/refused",
        kind="certificate",
        severity=AlertLevel.HIGH,
        title=f"SSL certificate of {host} is refused by clients",
        message=f"Why: {why}.",
        service=host,
        resource=resource,
        at=now,
        namespace="AWS/CertificateManager",
    )
