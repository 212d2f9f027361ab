from core.patching.rehearsal_stop import after_stop
from core.patching.states import State, Step
from tests.blocks.patches import run, standing
from tests.core.patching.examples import WEB_1, WEB_2, plan, planned_machine

ARN = "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/web/1"
PLAN = plan(machines=(planned_machine(target_group_arns=(ARN,)), planned_machine(WEB_2, "web-2")))


def calls(step: Step) -> list[str]:
    return [each.call for each in after_stop(standing(State.RUNNING, run(WEB_1, step), made=PLAN))]


def test_a_machine_that_is_left_only_gets_its_traffic_back() -> None:
    assert calls(Step.BACKUP) == ["elasticloadbalancing:RegisterTargets"]


def test_a_machine_that_is_verified_only_serves_again() -> None:
    assert calls(Step.VERIFY) == ["elasticloadbalancing:RegisterTargets", "ssm:StartAssociationsOnce"]


def test_nothing_is_done_to_what_is_done_or_has_not_begun() -> None:
    assert calls(Step.DONE) == []
