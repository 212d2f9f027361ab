"""What must hold of a patch whatever happened on its way."""

from collections import Counter
from collections.abc import Mapping, Sequence

from core.patching.plan import Plan
from core.patching.states import FOLLOWS, STEP_FOLLOWS, State, Step
from services.store import AuditRow

Effects = Mapping[str, Mapping[str, int]]
ONCE = (
    "ec2:CreateSnapshots",
    "ec2:RebootInstances",
    "ec2:CreateReplaceRootVolumeTask",
    "root replacement",
    "elbv2:DeregisterTargets",
    "elbv2:RegisterTargets",
    "autoscaling:EnterStandby",
    "autoscaling:ExitStandby",
    "install",
    "scan",
    "undo",
    "command:SRE-UndoTransaction",
)
"""What may befall a machine once at most, whatever fails and is tried again."""
NOBODY_S = frozenset({"association"})
"""Effects that are counted for no machine: the inventory of all of them is collected."""
NEVER = frozenset({"command:AWS-RunShellScript", "command:AWS-RunPowerShellScript", "autoscaling terminate"})


def check_effects(plan: Plan, effects: Effects) -> None:
    """Each effect once, on machines of the plan only, and packages of the plan only."""
    again = {(kind, name): n for kind in ONCE for name, n in effects.get(kind, {}).items() if n > 1}
    assert not again
    assert not NEVER & effects.keys()
    packages = {f"{machine.instance_id}/{each.override}" for machine in plan.machines for each in machine.packages}
    installed = effects.get("package", {})
    assert installed.keys() <= packages, "something outside the plan was installed"
    assert set(installed.values()) <= {1}
    assert touched(effects) <= {machine.instance_id for machine in plan.machines}


def touched(effects: Effects) -> set[str]:
    """The machines that anything befell."""
    subjects = {name.partition("/")[0] for kind, counts in effects.items() if kind not in NOBODY_S for name in counts}
    return {name for name in subjects if name.startswith("i-")}


def check_marks(comments: Sequence[str]) -> None:
    """Every command that was sent carries a mark, and none was sent twice."""
    again = {mark: n for mark, n in Counter(comments).items() if n > 1}
    assert not again
    assert all(mark.startswith("sre:w-") for mark in comments)


def check_audit(rows: Sequence[AuditRow], state: str) -> None:
    """Each transition once and along the graph, the whole patch's and those of every machine."""
    states = [row.entry.detail for row in rows if row.entry.action == "patch"]
    begins = [row.entry.detail["state"] for row in rows if row.entry.action in {"request", "approve", "stop"}]
    path = [(each["from"], each["to"]) for each in states if each["from"] != each["to"]]
    assert [after for _, after in path] == list(dict.fromkeys(after for _, after in path)), "a transition twice"
    for before, after in path:
        assert State(after) in FOLLOWS[State(before)]
    handled = [row.entry.detail["state"] for row in rows if row.entry.action == "mark as handled"]
    ends = [*begins, *(after for _, after in path), *handled]
    assert ends[-1] == state
    for machine in {row.entry.detail["machine"] for row in rows if row.entry.action == "patch step"}:
        _check_steps([row.entry.detail for row in rows if _is_step_of(row, machine)])


def _is_step_of(row: AuditRow, machine: str) -> bool:
    return row.entry.action == "patch step" and row.entry.detail["machine"] == machine


def _check_steps(details: Sequence[Mapping[str, str]]) -> None:
    path = [Step.PLANNED]
    for detail in details:
        assert Step(detail["from"]) is path[-1], f"{detail['to']} does not continue {path}"
        assert Step(detail["to"]) in STEP_FOLLOWS[path[-1]]
        path.append(Step(detail["to"]))
    assert len(path) == len(set(path)), f"a step twice: {path}"
