"""The alert's ECS service: how many tasks run, what was rolled out last, and why tasks ended."""

from core.causes.containers import RolledOut, Stopped, rollout_evidence, stopped_evidence
from core.causes.evidence import Evidence
from services.aws.ecs import Ecs, EcsService
from workflows.explaining.case import Case, Gathered, unasked


class EcsCollector:
    """Asks ECS."""

    about = "the ECS service and its stopped tasks"

    def __init__(self, ecs: Ecs) -> None:
        self._ecs = ecs

    def collect(self, case: Case) -> Gathered:
        """Missing tasks, the last rollout, and why tasks ended."""
        cluster, name = case.subject.cluster, case.subject.ecs_service
        if not (cluster and name):
            return unasked(self.about, "the alert names no service of ECS")
        service = self._ecs.service(cluster, name)
        if service is None:
            return unasked(self.about, f"there is no service {name} in {cluster}")
        stopped = [
            Stopped(each.stopped, each.reason, each.exit_codes, each.task) for each in self._ecs.stopped(cluster, name)
        ]
        facts = (*_running(service), *stopped_evidence(name, cluster, stopped))
        if service.rollouts:
            newest = service.rollouts[0]
            before = next((each.task_definition for each in service.rollouts[1:]), "")
            rolled = RolledOut(newest.task_definition, newest.began, before, newest.failed_tasks)
            facts = (*facts, *rollout_evidence(name, cluster, rolled, case.alarmed_at))
        return Gathered(evidence=facts)


def _running(service: EcsService) -> tuple[Evidence, ...]:
    if service.running >= service.desired:
        return ()
    values = {"ecs_service": service.name, "running": str(service.running), "desired": str(service.desired)}
    said = f"{service.name} runs {service.running} of {service.desired} tasks."
    return (
        Evidence(kind="tasks_missing", source="ECS", said=said, component=service.name, impact=True, values=values),
    )
