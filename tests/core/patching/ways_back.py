"""Plans of a rollback and of a drill of web-1, and what they go back to."""

import json
from datetime import timedelta

from core.patching.plan import Plan, Undoing, Wave
from core.patching.undoing import ROOT
from tests.core.patching.examples import AT, WEB_1, plan, planned_machine

PATCH = "w-20260301-abc123"
MARK = f"sre:{PATCH}:{WEB_1}:snapshots"
WAVE = (Wave(name="the way back", instance_ids=(WEB_1,)),)


def undoing(**more: object) -> Undoing:
    fields: dict[str, object] = {
        "workflow_id": PATCH,
        "way": ROOT,
        "facts": {
            "way": ROOT,
            "root_snapshot": "snap-1",
            "snapshots": json.dumps({"vol-web-1": "snap-1"}),
            "versions": json.dumps({"openssl.x86_64": "3.0.7-18"}),
        },
        "mark": MARK,
        "backed_up_at": AT,
        "kept_until": AT + timedelta(days=7),
    }
    return Undoing.model_validate({**fields, **more})


def rollback(**more: object) -> Plan:
    fields: dict[str, object] = {
        "plan_id": "p-20260301-bac123",
        "machines": (planned_machine(),),
        "waves": WAVE,
        "rollback_approved": False,
        "not_covered": ("Everything since is lost.",),
        "undoes": undoing(),
    }
    return plan(**{**fields, **more})


def drill(**more: object) -> Plan:
    fields = {"undoes": Undoing(way=ROOT, facts={"way": ROOT}), "machines": (planned_machine(packages=()),)}
    return rollback(**{**fields, **more})
