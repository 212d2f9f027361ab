"""Findings, instances and a clock for tests: each call names only what its test is about."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from core.answers.vuln_check import InstanceFindings
from core.findings import Finding, Fix, KnownExploited, Package, Severity, SeverityCounts
from core.fleet import Coverage, Instance
from core.place import Place

NOW = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)
TODAY = NOW.date()
ACCOUNT, REGION = "123456789012", "us-west-2"
PLACE = Place(account=ACCOUNT, region=REGION, asked_at=NOW, took_s=0.4)
SCANNED = Coverage(scanned=True)
OPENSSL = Package(name="openssl", version="3.0.7-24.el9", fixed_in="3.0.7-27.el9")


class StillClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def advance(self, **parts: float) -> None:
        self.moment += timedelta(**parts)


def instance_id(number: int = 1) -> str:
    return f"i-{number:017x}"


def arn(number: int) -> str:
    return f"arn:aws:inspector2:{REGION}:{ACCOUNT}:finding/{number:032x}"


def instance(number: int = 1, **more: object) -> Instance:
    made = {"instance_id": instance_id(number), "name": f"web-{number}", "state": "running", "exposed": False}
    return Instance.model_validate({**made, **more})


def finding(number: int = 1, **more: object) -> Finding:
    """A high one, in openssl on web-1, not exploited as far as is known."""
    made = {
        "arn": arn(number),
        "instance_id": instance_id(),
        "vulnerability_id": f"CVE-2026-{number:04}",
        "title": f"CVE-2026-{number:04} - openssl",
        "severity": Severity.HIGH,
        "score": 7.5,
        "fix": Fix.YES,
        "packages": (OPENSSL,),
        "first_observed": NOW,
        "last_observed": NOW,
        "facts_known": True,
    }
    return Finding.model_validate({**made, **more})


def exploited(due: date | None = None) -> KnownExploited:
    return KnownExploited(added=date(2026, 11, 3), due=due)


def entry(number: int = 1, *found: Finding, coverage: Coverage | None = SCANNED, **more: object) -> InstanceFindings:
    """An instance of an answer with the findings on it."""
    counts = SeverityCounts.of(each.severity for each in found)
    return InstanceFindings(instance=instance(number, **more), coverage=coverage, counts=counts)


FINDINGS = st.builds(
    finding,
    st.integers(1, 10_000),
    severity=st.sampled_from(Severity),
    score=st.none() | st.floats(0, 10),
    epss=st.none() | st.floats(0, 1),
    exploit_available=st.none() | st.booleans(),
    exploit_observed=st.booleans(),
    facts_known=st.booleans(),
    fix=st.sampled_from(Fix),
    packages=st.sampled_from([(), (OPENSSL,), (Package(name="lodash", version="4", manager="NODEJS"),)]),
    known_exploited=st.none() | st.builds(exploited, st.none() | st.dates(date(2021, 1, 1), date(2030, 1, 1))),
)
INSTANCES = st.none() | st.builds(
    instance,
    exposed=st.none() | st.booleans(),
    tags=st.sampled_from([{}, {"Environment": "Prod"}, {"Environment": "dev"}]),
)
