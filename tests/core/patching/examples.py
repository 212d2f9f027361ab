"""A plan for two machines, and the live state it was made from."""

from datetime import UTC, datetime

from core.findings import Severity
from core.patching.live import LiveMachine, LiveState
from core.patching.plan import Plan, PlannedMachine, PlannedPackage, PlannedVolume, Reboot, RiskRemoved, Wave

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
WEB_1, WEB_2 = "i-0a554b5583dd70864", "i-0b6d8c1d2e3f4a5b6"
OPENSSL = PlannedPackage(
    name="openssl",
    override="openssl.x86_64",
    installed="3.0.7-18",
    fixed_in="3.0.7-27",
    vulnerability_ids=("CVE-2024-0001", "CVE-2024-0002"),
)


def planned_machine(instance_id: str = WEB_1, name: str = "web-1", **more: object) -> PlannedMachine:
    root = PlannedVolume(volume_id=f"vol-{name}", device="/dev/xvda", size_gib=20, encrypted=True, root=True)
    fields: dict[str, object] = {
        "instance_id": instance_id,
        "name": name,
        "system": "Amazon Linux",
        "environment": "production",
        "availability_zone": "us-west-2a",
        "packages": (OPENSSL,),
        "volumes": (root,),
    }
    return PlannedMachine.model_validate({**fields, **more})


def plan(**more: object) -> Plan:
    fields: dict[str, object] = {
        "plan_id": "p-20260301-abc123",
        "account": "123456789012",
        "region": "us-west-2",
        "made_at": AT,
        "requested_by": "U0REQUEST1",
        "criticality": "non_critical",
        "patch_level": "all",
        "machines": (planned_machine(), planned_machine(WEB_2, "web-2")),
        "waves": (Wave(name="canary", instance_ids=(WEB_1,)), Wave(name="rest", instance_ids=(WEB_2,))),
        "reboot": Reboot.IF_NEEDED,
        "window": None,
        "bake_s": 900,
        "backup_keep_days": 7,
        "rollback_approved": True,
        "expected_s": 2400,
        "risk": RiskRemoved(findings=4, by_severity={Severity.HIGH: 4}, known_exploited=0, reasons=("public exploit",)),
        "not_covered": (),
    }
    return Plan.model_validate({**fields, **more})


def live_machine(instance_id: str = WEB_1, **more: object) -> LiveMachine:
    fields: dict[str, object] = {
        "instance_id": instance_id,
        "state": "running",
        "opted_in": True,
        "system": "Amazon Linux",
        "volume_ids": ("vol-web-1",),
        "packages": {"openssl.x86_64": "3.0.7-18"},
        "findings": {"openssl.x86_64": ("CVE-2024-0001", "CVE-2024-0002")},
    }
    return LiveMachine.model_validate({**fields, **more})


def live(**more: object) -> LiveState:
    return LiveState(machines={WEB_1: live_machine(WEB_1, **more)})
