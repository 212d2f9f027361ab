"""What was deployed shortly before: by CodeDeploy, and to the CloudFormation stack of the alert's thing."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from core.causes.arns import arns_of
from core.causes.evidence import Evidence
from core.gaps import Gap
from services.aws.code_deploy import CodeDeploy, CodeDeployment
from services.aws.stacks import StackEvent, Stacks
from workflows.explaining.case import Case, Gathered, unasked

_BEFORE = timedelta(hours=2)
_FAILED = frozenset({"Failed", "Stopped"})
# New machines of a group get what the others have already.
_NO_CHANGE = frozenset({"autoscaling", "autoscalingTermination"})
# One of another service may still be behind it.
_ELSEWHERE = 0.4
_BEGAN = frozenset({"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"})


class CodeDeployCollector:
    """Asks CodeDeploy."""

    about = "deployments by CodeDeploy"

    def __init__(self, code_deploy: CodeDeploy) -> None:
        self._code_deploy = code_deploy

    def collect(self, case: Case) -> Gathered:
        """Those that began in the two hours before; those of the alert's own service count in full."""
        told = self._code_deploy.between(case.alarmed_at - _BEFORE, case.alarmed_at)
        facts = tuple(fact for each in told.found for fact in _of_deployment(each, case))
        why = f"There were more in the two hours before than the {len(told.found)} that were read."
        return Gathered(evidence=facts, gaps=(Gap(what=self.about, why=why),) if told.cut else ())


class StackCollector:
    """Asks CloudFormation."""

    about = "changes of its CloudFormation stack"

    def __init__(self, stacks: Stacks) -> None:
        self._stacks = stacks

    def collect(self, case: Case) -> Gathered:
        """When the stack of the alert's thing was last changed in the two hours before, and what failed."""
        named = _physical(case)
        if not named:
            return unasked(self.about, "the alert names no thing that a stack could own")
        stack = next((found for each in named if (found := self._stacks.of(each))), "")
        if not stack:
            return unasked(self.about, f"no stack owns {named[0]}")
        events = self._stacks.events(stack, case.alarmed_at - _BEFORE)
        return Gathered(evidence=tuple(_of_stack(stack, [each for each in events if each.at <= case.now])))


def _of_deployment(each: CodeDeployment, case: Case) -> Iterator[Evidence]:
    what = f"{each.application}/{each.group}" if each.group else each.application
    of = f"{what} ({each.revision})" if each.revision else what
    rolls_back = f", which takes back {each.rolls_back}" if each.rolls_back else ""
    values = {"deployment": f"Deployment {each.id}", "deployed_service": what, "deployment_id": each.id}
    began = Evidence(
        kind="deployment_before",
        source="CodeDeploy",
        said=f"Deployment {each.id} of {of} began{rolls_back}; it is {each.status}.",
        component=each.application,
        first_seen=each.began,
        strength=1.0 if _is_ours(each, case) else _ELSEWHERE,
        values=values,
    )
    if each.creator not in _NO_CHANGE:
        yield began
    if each.status in _FAILED or each.rolled_back_by:
        back = f", and {each.rolled_back_by} took it back" if each.rolled_back_by else ""
        said = f"Deployment {each.id} of {what} is {each.status}{back}."
        # It tells what failed, and not since when people lose something: that may be of another service.
        yield began.model_copy(update={"kind": "deployment_failed", "said": said, "quoted": each.error})


def _is_ours(each: CodeDeployment, case: Case) -> bool:
    """Whether its application or group is called like the alert's service, or like the group of machines."""
    ours = {name.casefold() for name in (case.alert.service, case.subject.group, case.subject.ecs_service) if name}
    return bool(ours & {each.application.casefold(), each.group.casefold()})


def _physical(case: Case) -> Sequence[str]:
    """What CloudFormation calls the physical ids of the alert's things."""
    subject = case.subject
    names = (subject.instance_id, subject.group, subject.db, subject.db_cluster, subject.function, subject.table)
    arns = arns_of(subject, case.alert.account, case.alert.region).values()
    return [name for name in (*names, *arns, subject.volume_id) if name]


def _of_stack(stack: str, newest_first: Sequence[StackEvent]) -> Iterator[Evidence]:
    begun = next((each for each in newest_first if each.whole and each.status in _BEGAN), None)
    if begun is None:
        return
    values = {"deployment": f"A change of the stack {stack}", "deployed_service": stack}
    began = Evidence(
        kind="deployment_before",
        source="CloudFormation",
        said=f"CloudFormation began to change the stack {stack}.",
        component=stack,
        first_seen=begun.at,
        values=values,
    )
    yield began
    failed = [each for each in newest_first if each.status.endswith("_FAILED") and each.at >= begun.at]
    if failed:
        first = failed[-1]
        said = f"{first.resource} of the stack {stack} is {first.status}."
        yield began.model_copy(update={"kind": "deployment_failed", "said": said, "quoted": first.reason})
