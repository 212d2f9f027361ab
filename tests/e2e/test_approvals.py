"""A patch from its request to its decision, by people who press the buttons of its card."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from core.patching.plan import PlannedWindow
from sandbox.slack.seed import AARON, BEA, GUEST, RITA
from tests.e2e.approvals import Ward
from tests.e2e.conftest import House
from tests.e2e.processes import command
from tests.e2e.workspace import Shown


@pytest.fixture
def ward(house: House) -> Iterator[Ward]:
    opened = Ward(house)
    yield opened
    opened.store.close()


@pytest.fixture
def critical(ward: Ward) -> Shown:
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=6)
    window = PlannedWindow(start=start, end=start + timedelta(hours=2), zone="UTC")
    return ward.asked(criticality="critical", window=window)


def reason(why: str) -> dict[str, object]:
    return {"reason": {"text": {"value": why}}}


def dialog(ward: Ward, user: str, button: str) -> Shown:
    """The filled dialog in front of somebody."""

    def filled() -> Shown | None:
        view = ward.workspace.modal(user)
        return view if view and (button in view.buttons or view.submits == button) else None

    return ward.workspace.until(filled)


def test_a_critical_patch_is_approved_by_two_people(ward: Ward, critical: Shown) -> None:
    assert critical.text.endswith("critical; needs 2 approvals")
    assert "one more person has to approve" in ward.told(critical, "Approve", AARON)
    half = ward.card_when(critical, lambda card: "1 of 2 approvals" in card.text)
    assert f"<@{AARON}>" in half.words
    assert "completes it" in ward.told(half, "Approve", BEA)
    done = ward.card_when(critical, lambda card: "Details" in card.buttons and "Approve" not in card.buttons)
    assert set(done.buttons) == {"Details", "Call off"}
    assert ward.record(critical).state == "scheduled"
    actions = [(row.entry.actor.user_id, row.entry.action) for row in ward.audit(critical)]
    assert actions == [(RITA, "request"), (AARON, "approve"), (BEA, "approve")]
    assert ward.audit(critical)[1].entry.detail["permalink"].startswith("https://")
    ward.workspace.until(lambda: "2 of 2" in " ".join(ward.thread(critical)))


@pytest.mark.parametrize(
    ("user", "why"),
    [(RITA, "Nobody approves their own request"), (GUEST, "does not answer guest accounts")],
    ids=["the requester", "a guest"],
)
def test_who_may_not_approve_is_told_alone_and_nothing_changes(ward: Ward, user: str, why: str) -> None:
    card = ward.asked()
    before = ward.record(card)
    assert why in ward.told(card, "Approve", user)
    assert ward.record(card) == before
    refused = ward.audit(card)[-1].entry
    assert (refused.actor.user_id, refused.action) == (user, "approve refused")
    assert ward.card(card).words == card.words


def test_a_second_click_is_no_second_approval(ward: Ward, critical: Shown) -> None:
    ward.told(critical, "Approve", AARON)
    assert "counted already" in ward.told(critical, "Approve", AARON)
    assert len(ward.record(critical).doc["votes"]) == 1


def test_twenty_clicks_of_one_person_are_one_approval(ward: Ward, critical: Shown) -> None:
    with ThreadPoolExecutor(20) as hands:
        list(hands.map(lambda _: ward.workspace.press(critical, "Approve", AARON), range(20)))
    ward.card_when(critical, lambda card: "1 of 2 approvals" in card.text)
    assert len(ward.record(critical).doc["votes"]) == 1
    assert [row.entry.action for row in ward.audit(critical)].count("approve") == 1


def test_an_approver_rejects_with_a_reason(ward: Ward) -> None:
    card = ward.asked()
    ward.workspace.press(card, "Reject", AARON)
    form = dialog(ward, AARON, "Reject")
    assert ward.workspace.submit(form, reason("   "), AARON)["errors"] == {"reason": "Write why in a few words."}
    ward.workspace.submit(form, reason("release *today* <!channel>"), AARON)
    done = ward.card_when(card, lambda shown: "rejected" in shown.text)
    assert set(done.buttons) == {"Details"}
    assert f"<@{AARON}>" in done.words
    assert "<!channel>" not in done.words
    assert (ward.record(card).state, ward.audit(card)[-1].entry.action) == ("rejected", "stop")


def test_the_requester_withdraws(ward: Ward) -> None:
    card = ward.asked()
    ward.workspace.press(card, "Reject", RITA)
    ward.workspace.submit(dialog(ward, RITA, "Withdraw"), reason("wrong machine"), RITA)
    assert "withdrawn" in ward.card_when(card, lambda shown: "withdrawn" in shown.text).text


def test_somebody_else_cannot_reject(ward: Ward) -> None:
    card = ward.asked(rollback_approved=False)
    ward.workspace.press(card, "Reject", GUEST)
    refused = ward.workspace.until(lambda: ward.workspace.modal(GUEST))
    assert "does not answer guest accounts" in refused.words
    assert ward.record(card).state == "waiting"


def test_another_time_is_another_plan_and_stale_cards_count_no_more(ward: Ward, critical: Shown) -> None:
    ward.told(critical, "Approve", AARON)
    copy = ward.copy(critical, BEA)
    ward.workspace.press(ward.card(critical), "Choose another time", RITA)
    form = dialog(ward, RITA, "Choose")
    choice = next(each for each in form.raw["blocks"] if each.get("block_id") == "choice")
    chosen = choice["element"]["options"][-1]
    ward.workspace.submit(form, {"choice": {"chosen": {"selected_option": chosen}}}, RITA)
    changed = ward.card_when(critical, lambda card: "chose another window" in card.words)
    assert "1 earlier approval no longer counts" in changed.words
    assert changed.text.endswith("needs 2 approvals")
    assert "The plan has changed" in ward.told(copy, "Approve", BEA)
    assert ward.record(critical).doc["votes"][0]["digest"] != ward.record(critical).doc["digest"]
    ward.told(changed, "Approve", AARON)
    ward.told(changed, "Approve", BEA)
    assert "approved, starts" in ward.card_when(critical, lambda card: "approved" in card.text).text
    assert ward.record(critical).state == "scheduled"


def test_a_click_after_its_time_changes_nothing(ward: Ward) -> None:
    card = ward.asked()
    ward.lapse(card)
    assert "The time to approve this patch is over" in ward.told(card, "Approve", AARON)
    assert ward.record(card).state == "waiting"


def test_who_comes_second_is_told_who_was_first(ward: Ward) -> None:
    card = ward.asked()
    copy = ward.copy(card, BEA)
    ward.told(card, "Approve", AARON)
    told = ward.told(copy, "Approve", BEA)
    assert "approved already" in told
    assert f"<@{AARON}> approved it at" in told


def test_broken_glass_needs_one_approver_and_tells_them_all(ward: Ward, critical: Shown) -> None:
    ward.workspace.press(critical, "Details", AARON)
    ward.workspace.press_in(dialog(ward, AARON, "Break the glass"), "Break the glass", AARON)

    def form() -> Shown | None:
        view = ward.workspace.modal(AARON)
        return view if view and view.submits == "Break the glass" else None

    ward.workspace.submit(ward.workspace.until(form), reason("it is exploited now"), AARON)
    broken = ward.card_when(critical, lambda card: "broke the glass" in card.words)
    assert broken.text.endswith("needs 1 approval")
    assert "Nobody approves their own request" in ward.told(broken, "Approve", RITA)
    assert "completes it" in ward.told(broken, "Approve", BEA)
    lines = ward.workspace.until(lambda: found if len(found := ward.thread(critical)) > 2 else None)
    assert any("<!subteam^S0APPROVER>" in line and "exploited now" in line for line in lines)


def test_the_requests_of_the_same_plan_are_one_card(ward: Ward) -> None:
    card = ward.asked()
    proposal = next(each for each in ward.workspace.messages(RITA) if "Request approval" in each.buttons)
    assert "was asked for before" in ward.told(proposal, "Request approval", RITA)
    assert [each.ts for each in ward.roots()] == [card.ts]


def arn(house: House) -> str:
    """Who the credentials of the house are to AWS."""
    client = boto3.client(
        "sts",
        region_name="us-west-2",
        endpoint_url=house.given["AWS_ENDPOINT_URL"],
        aws_access_key_id=house.given["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=house.given["AWS_SECRET_ACCESS_KEY"],
    )
    return str(client.get_caller_identity()["Arn"])


def test_a_terminal_asks_in_the_name_of_the_person_it_stands_for_and_of_nobody_else(ward: Ward) -> None:
    made = ward.planned()
    refused = command(ward.house.given, "approval", "create", made.plan_id)
    assert refused.returncode == 1
    assert "not mapped to a Slack user" in refused.stderr
    mapped = json.loads(ward.house.given["SRE_POLICY"]) | {"callers": {arn(ward.house): RITA}}
    given = {**ward.house.given, "SRE_POLICY": json.dumps(mapped)}
    asked = command(given, "approval", "create", made.plan_id, "--json")
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)
    assert answer["approval_url"].startswith("https://")
    [card] = ward.roots()
    assert answer["workflow_id"] in card.words
    assert f"<@{RITA}> (command line)" in card.words


def test_without_a_role_for_changes_nothing_is_asked_for(ward: Ward) -> None:
    mapped = json.loads(ward.house.given["SRE_POLICY"]) | {"callers": {arn(ward.house): RITA}}
    given = {**ward.house.given, "SRE_POLICY": json.dumps(mapped), "SRE_CHANGE_ROLE_ARN": ""}
    refused = command(given, "approval", "create", ward.planned().plan_id)
    assert "analysis mode" in refused.stderr
    assert ward.roots() == []
