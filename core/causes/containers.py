"""Why containers stopped: evidence from what ECS says of a service and of its tasks that ended."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from core.causes.evidence import Evidence

_OUT_OF_MEMORY = re.compile(r"out ?of ?memory|oom", re.IGNORECASE)
_NO_IMAGE = re.compile(r"CannotPull|pull image|manifest unknown", re.IGNORECASE)
_UNHEALTHY = re.compile(r"failed (?:container|elb) health checks", re.IGNORECASE)
_KILLED = 137
_SEVERAL = 2
_ROLLED_OUT_WITHIN = timedelta(hours=2)


class Stopped(NamedTuple):
    """A task that ended: when, why as ECS words it, and with which exit codes."""

    at: datetime | None
    reason: str
    exit_codes: tuple[int, ...]
    task: str


class RolledOut(NamedTuple):
    """The newest version of a service, since when, and the one before it ("" where ECS no longer tells).

    `failed_tasks` is how many of its tasks could not be started.
    """

    version: str
    began: datetime
    before: str
    failed_tasks: int = 0


def stopped_evidence(service: str, cluster: str, stopped: Sequence[Stopped]) -> tuple[Evidence, ...]:
    """One fact per kind of end, with the newest as its example."""
    found: dict[str, list[Stopped]] = {}
    for each in stopped:
        found.setdefault(_kind(each), []).append(each)
    if len(found.get("exit_other", [])) >= _SEVERAL:
        found["crash_loop"] = found.pop("exit_other")
    return tuple(_fact(kind, service, cluster, several) for kind, several in found.items() if kind)


def rollout_evidence(service: str, cluster: str, newest: RolledOut, until: datetime) -> tuple[Evidence, ...]:
    """That a version was rolled out within two hours before; nothing for an older one."""
    if not until - _ROLLED_OUT_WITHIN <= newest.began <= until:
        return ()
    values = {
        "deployment": f"A deployment of {service} ({newest.version})",
        "deployed_service": service,
        "cluster": cluster,
        "ecs_service": service,
        "previous_task_definition": newest.before,
    }
    began = Evidence(
        kind="deployment_before",
        source="ECS",
        said=f"{values['deployment']} began.",
        component=service,
        first_seen=newest.began,
        values={name: value for name, value in values.items() if value},
    )
    if not newest.failed_tasks:
        return (began,)
    said = f"{newest.failed_tasks} tasks of {service} ({newest.version}) could not be started."
    return (began, began.model_copy(update={"kind": "deployment_failed", "said": said, "impact": True}))


def _kind(each: Stopped) -> str:
    if _OUT_OF_MEMORY.search(each.reason):
        return "oom_killed"
    if _NO_IMAGE.search(each.reason):
        return "image_pull_failed"
    if _UNHEALTHY.search(each.reason):
        return "probe_failed"
    if _KILLED in each.exit_codes:
        return "oom_killed"
    return "exit_other" if any(each.exit_codes) else ""


def _fact(kind: str, service: str, cluster: str, several: Sequence[Stopped]) -> Evidence:
    newest = several[0]
    times = f"{len(several)} time{'s' if len(several) != 1 else ''}"
    code = next((str(each) for each in newest.exit_codes if each), "")
    began = [each.at for each in several if each.at]
    return Evidence(
        kind=kind,
        source="ECS",
        said=f"Tasks of {service} ended {times} within the last hour.",
        quoted=newest.reason,
        component=service,
        first_seen=min(began, default=None),
        impact=True,
        values={
            name: value
            for name, value in {
                "ecs_service": service,
                "cluster": cluster,
                "task": newest.task,
                "exit_code": code,
            }.items()
            if value
        },
    )
