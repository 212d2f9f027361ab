"""The vulnerabilities of one instance, judged."""

from core.answers.vuln_check import InstanceFindings
from core.findings import Finding
from core.gaps import Gap
from core.model import Model
from core.place import Place
from core.risk import Group


class Remedy(Model):
    """What to do about one group of findings, e.g. "Upgrade openssl to 3.0.7-27.el9"."""

    priority: str
    action: str
    closes: int
    group: Group


class VulnerabilityAnalysis(Model):
    """One instance's findings, worst first.

    `risk_score` is 0 to 100, None where Inspector does not cover the instance: unknown, not safe.
    `remediation_priority` holds what to do, first things first.
    """

    vulnerabilities: tuple[Finding, ...]
    risk_score: int | None
    remediation_priority: tuple[Remedy, ...]
    summary: str
    subject: InstanceFindings
    partial: tuple[Gap, ...]
    place: Place
