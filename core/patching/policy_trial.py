"""What another policy would have done with a patch that there was."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from core.patching.plan import Plan
from core.patching.policy import Policy, covers, hindrance, terms
from core.patching.workflow import Workflow


def differences(
    policy: Policy, workflow: Workflow, plan: Plan, tags: Mapping[str, Mapping[str, str]]
) -> tuple[str, ...]:
    """Each thing that would have gone otherwise, in words that follow the patch's name; none where all is the same.

    `tags` are today's, by instance id. Who belongs to a user group is not looked up.
    """
    return (
        *_asked(policy, workflow, tags),
        *_by_rule(policy, workflow, plan, tags),
        *_in_time(policy, workflow),
        *_started(policy, workflow),
    )


def _asked(policy: Policy, workflow: Workflow, tags: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    asked = terms(policy, workflow.criticality, tags)
    if asked.quorum != workflow.quorum:
        yield f"needs {asked.quorum} approvals, not {workflow.quorum}"
    if gone := sorted(set(workflow.approvers) - set(asked.approvers)):
        yield f"may not be approved by {', '.join(gone)}"
    if new := sorted(set(asked.approvers) - set(workflow.approvers)):
        yield f"may be approved by {', '.join(new)}"


def _by_rule(policy: Policy, workflow: Workflow, plan: Plan, tags: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    level, at = workflow.criticality, workflow.requested_at
    rule = next((each.name for each in policy.auto_approve if covers(each, plan, level, tags, at)), "")
    if rule and not workflow.auto_rule:
        yield f"may be approved by the rule {rule}, once people have agreed to it"
    if workflow.auto_rule and not rule:
        yield f"is approved by no rule; {workflow.auto_rule} did it"


def _in_time(policy: Policy, workflow: Workflow) -> Iterator[str]:
    last = max((vote.at for vote in workflow.counted), default=None)
    if last and last - workflow.asked_at > timedelta(hours=policy.approval_expires_h):
        yield f"has expired after {policy.approval_expires_h:g} h, before its last approval"


def _started(policy: Policy, workflow: Workflow) -> Iterator[str]:
    if workflow.started_at and not workflow.break_glass and (why := hindrance(policy, workflow.started_at)):
        yield f"does not start at {workflow.started_at:%Y-%m-%d %H:%M} UTC. {why}".rstrip(".")
