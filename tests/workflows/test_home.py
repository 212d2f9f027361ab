"""What the Home tab of one person tells beside the fleet."""

from core.actor import Actor, Door
from core.errors import Cause, Upstream
from core.patching.states import State
from services.store import Audit, Changes
from tests.workflows.digest.test_posting import Known, Morning
from workflows.home import HomeDesk
from workflows.patching.items import PatchItems

AWAY = Upstream("Slack is away.", cause=Cause.BROKEN, retryable=True)


class Groups:
    """One group, whose members Slack tells or does not tell."""

    def __init__(self, *members: str, away: bool = False) -> None:
        self.members, self.away = frozenset(members), away

    def group_members(self, group_id: str, *, recheck: bool = False) -> frozenset[str]:
        assert (group_id, recheck) == ("S0APPROVER", False)
        if self.away:
            raise AWAY
        return self.members


def desk(morning: Morning, groups: Groups) -> HomeDesk:
    return HomeDesk(morning.store, PatchItems(morning.store, Known()), groups, tuple)


def waits(morning: Morning, user_id: str, groups: Groups) -> tuple[int, int]:
    """How many wait for somebody, and how many for others."""
    facts = desk(morning, groups).of(user_id, morning.now)
    return len(facts.mine), len(facts.others)


def test_a_patch_waits_for_its_approvers_but_not_for_the_one_who_asked() -> None:
    morning = Morning()
    morning.patch(1, State.WAITING, approvers=("S0APPROVER", "U0CHIEF001"))
    groups = Groups("U0APPROVE1", "U0REQUEST1")
    assert waits(morning, "U0APPROVE1", groups) == (1, 0)
    assert waits(morning, "U0CHIEF001", groups) == (1, 0)
    assert waits(morning, "U0REQUEST1", groups) == (0, 1)
    assert waits(morning, "U0STRANGE1", groups) == (0, 1)


def test_who_approved_already_is_not_asked_again() -> None:
    morning = Morning()
    morning.patch(1, State.WAITING, approvers=("U0CHIEF001",))
    morning.patch(2, State.WAITING, approvers=("U0CHIEF001",), voters=("U0CHIEF001",))
    assert waits(morning, "U0CHIEF001", Groups()) == (1, 1)


def test_a_group_that_slack_does_not_tell_of_is_said_and_hides_nothing() -> None:
    morning = Morning()
    morning.patch(1, State.WAITING, approvers=("S0APPROVER",))
    facts = desk(morning, Groups(away=True)).of("U0APPROVE1", morning.now)
    assert (len(facts.mine), len(facts.others), len(facts.unread)) == (0, 1, 1)


def test_the_newest_rows_of_the_audit_log_come_newest_first() -> None:
    morning = Morning()
    actor = Actor(Door.SLACK, "T1", "U0CHIEF001")
    audits = tuple(Audit(actor, f"did {number}", "w-1") for number in range(5))
    morning.store.commit(Changes(audits=audits))
    facts = desk(morning, Groups()).of("U0CHIEF001", morning.now)
    assert [row.action for row in facts.audit] == ["did 4", "did 3", "did 2"]
