from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from core.actor import Actor, Door
from core.answers.rollback import Rollback
from core.errors import BadRequest, NotAllowed
from core.patching.states import State, Step
from core.progress import Silent
from services.aws.changes.snapshots import Snapshot
from services.store import Store
from tests.workflows.fakes import Account, FakeAws
from tests.workflows.patching.ended import SNAPSHOT, WEB_1, ended
from tests.workflows.patching.fleet import ONE, Backups, machinery
from tests.workflows.patching.people import AARON, BEA, CHANNEL, RITA, MovedClock, Office, person
from tests.workflows.systems_manager import node, patching_of
from workflows.patching.rollbacks import Rollbacks

ACCOUNT = Account(instances=(ONE,))
STAGING = ONE.model_copy(update={"tags": {**ONE.tags, "Environment": "staging"}})


def rollbacks(office: Office, *snapshots: Snapshot, account: Account = ACCOUNT, platform: str = "") -> Rollbacks:
    patching = patching_of(ONE)
    if platform:
        patching.nodes[WEB_1] = node(platform=platform)
    backups, looks = Backups(account, *snapshots), machinery(account, patching)
    return Rollbacks(office.store, FakeAws(account), looks, backups, office.requests, office.clock, 7)


def back(office: Office, by: Actor | None = None, *, dry_run: bool = False, snapshots: int = 1) -> Rollback:
    works = rollbacks(office, *(SNAPSHOT,) * snapshots)
    return works.roll_back(by or person(RITA), WEB_1, "", Silent(), dry_run=dry_run)


def test_a_rollback_is_a_card_of_its_own_that_needs_two_people_for_a_critical_patch(office: Office) -> None:
    patch = ended(office.store)
    answer = back(office)
    assert answer.rollback_status == "waiting for approval"
    assert answer.request
    assert (answer.request.approvals_needed, answer.request.criticality) == (2, "critical")
    assert answer.restored_state.rollback_id == patch
    assert office.card(answer.request.workflow_id).startswith("Roll back web-1: brings back 2 findings, critical")
    assert {each.passed for each in answer.verification_results} == {None}


def test_nobody_approves_their_own_rollback_and_votes_for_the_patch_do_not_count(office: Office) -> None:
    ended(office.store)
    request = back(office).request
    assert request
    assert office.approve(request.workflow_id, RITA).why == "own_request"
    assert office.approve(request.workflow_id, AARON).why == "accepted"
    assert office.patch(request.workflow_id).state is State.WAITING


def test_asked_again_it_is_the_same_card(office: Office) -> None:
    ended(office.store)
    first, second = back(office), back(office)
    assert first.request
    assert second.request
    assert second.request.workflow_id == first.request.workflow_id
    assert second.request.asked_before


def test_after_a_rejection_it_can_be_asked_for_anew(office: Office) -> None:
    ended(office.store)
    first = back(office).request
    assert first
    office.approvals.stop(person(BEA), first.workflow_id, first.digest, "not now")
    second = back(office).request
    assert second
    assert second.workflow_id != first.workflow_id


def test_twenty_who_ask_at_once_get_one_card(office: Office) -> None:
    ended(office.store)
    with ThreadPoolExecutor(20) as hands:
        answers = list(hands.map(lambda _: back(office), range(20)))
    assert len({answer.request.workflow_id for answer in answers if answer.request}) == 1


def test_a_dry_run_tells_what_is_lost_and_stores_nothing(office: Office) -> None:
    ended(office.store)
    answer = back(office, dry_run=True)
    assert answer.rollback_status == "dry run"
    assert any("is lost" in said for said in answer.restored_state.lost)
    assert any("vulnerable again" in said for said in answer.restored_state.lost)
    assert (office.store.count("patch"), office.store.count("rollback")) == (1, 0)


def test_in_analysis_mode_it_is_refused(store: Store, clock: MovedClock) -> None:
    office = Office(store, clock, may_change=False)
    ended(store)
    with pytest.raises(NotAllowed, match="analysis mode"):
        back(office)
    assert store.count("patch") == 1


def test_a_caller_whom_nobody_knows_may_not_ask(office: Office) -> None:
    ended(office.store)
    with pytest.raises(NotAllowed, match="not mapped"):
        back(office, Actor(Door.MCP))


def test_the_card_stands_where_the_one_of_the_patch_does(office: Office) -> None:
    ended(office.store)
    request = back(office, replace(person(RITA), channel_id="D0DIRECT01")).request
    assert request
    assert office.patch(request.workflow_id).workflow.channel_id == CHANNEL


@pytest.mark.parametrize(("days", "why"), [(0, "cannot be found"), (7, "kept no longer")])
def test_without_its_backup_a_machine_cannot_be_rolled_back(
    office: Office, clock: MovedClock, days: int, why: str
) -> None:
    ended(office.store)
    clock.advance(days=days)
    with pytest.raises(BadRequest, match=why):
        back(office, snapshots=0)


@pytest.mark.parametrize(
    ("update", "why"),
    [({"tags": {}}, "PatchAutomation"), ({"state": "stopped"}, "It is stopped")],
)
def test_a_machine_that_may_not_be_changed_is_not_rolled_back(
    office: Office, update: dict[str, object], why: str
) -> None:
    ended(office.store)
    account = Account(instances=(ONE.model_copy(update=update),))
    works = rollbacks(office, SNAPSHOT, account=account)
    with pytest.raises(BadRequest, match=why):
        works.roll_back(person(RITA), WEB_1, "", Silent(), dry_run=False)


def test_windows_goes_back_by_its_root_volume_and_says_where_only_people_may(office: Office) -> None:
    ended(office.store)
    works = rollbacks(office, SNAPSHOT, platform="Microsoft Windows Server 2022")
    answer = works.roll_back(person(RITA), WEB_1, "", Silent(), dry_run=True)
    assert answer.restored_state.way == "root volume"
    assert any("under BitLocker" in said for said in answer.restored_state.lost)
    assert not any("SRE-UndoTransaction" in each.what for each in answer.calls)


def test_a_machine_that_rolled_itself_back_is_a_sentence(office: Office) -> None:
    ended(office.store, state=State.ROLLED_BACK, step=Step.ROLLED_BACK)
    with pytest.raises(BadRequest, match="it is vulnerable again"):
        back(office)


def test_a_drill_needs_an_approval_of_its_own(office: Office) -> None:
    works = rollbacks(office, account=Account(instances=(STAGING,)))
    answer = works.drill(person(RITA), WEB_1, Silent(), dry_run=False)
    assert answer.request
    assert (answer.drill, answer.request.state) == (True, State.WAITING)
    assert office.card(answer.request.workflow_id).startswith("Rehearse the way back of web-1; needs 1 approval")
