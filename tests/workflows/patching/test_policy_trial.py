"""Another policy against the patches of the last days."""

from datetime import timedelta

from core.errors import Cause, Upstream
from core.patching.policy import Policy
from core.patching.states import State
from services.store import Store
from tests.core.patching.examples import AT
from tests.workflows.patching.executions import WORKFLOW, Execution
from tests.workflows.patching.people import AARON, BEA, MovedClock
from workflows.patching.policy_trial import PolicyTrial

SAME = Policy(approvers=(AARON, BEA))


def test_patches_of_the_time_are_tried_and_changed_in_nothing(store: Store, clock: MovedClock) -> None:
    execution = Execution(store, clock)
    execution.run()
    before = execution.patch
    trial = PolicyTrial(store, lambda _: {})
    [same] = trial.over(SAME, AT - timedelta(days=1))
    assert (same.workflow_id, same.state, same.differences) == (WORKFLOW, State.VERIFIED, ())
    [other] = trial.over(Policy(approvers=(AARON,), quorum=2), AT - timedelta(days=1))
    assert other.differences == ("needs 2 approvals, not 1", f"may not be approved by {BEA}")
    assert trial.over(SAME, AT + timedelta(days=1)) == ()
    assert execution.patch == before


def test_what_cannot_be_looked_at_is_said_and_hides_no_other(store: Store, clock: MovedClock) -> None:
    Execution(store, clock)

    def refused(_: object) -> dict[str, dict[str, str]]:
        raise Upstream("EC2 did not answer.", cause=Cause.BROKEN, retryable=True)

    [told] = PolicyTrial(store, refused).over(SAME, AT - timedelta(days=1))
    assert (told.unread, told.differences) == ("EC2 did not answer.", ())
