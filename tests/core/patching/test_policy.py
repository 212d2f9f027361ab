from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.patching.policy import Freeze, Policy, QuietHours, Rule, hindrance, terms
from tests.core.patching.examples import AT, WEB_1, WEB_2

PROD, PCI = {"Environment": "production"}, {"Environment": "production", "Scope": "pci"}
GROUP, AARON, BEA = "S0APPROVER", "U0APPROVE1", "U0APPROVE2"


def test_the_empty_policy_lets_nobody_approve_and_asks_two_people_for_what_is_critical() -> None:
    assert terms(Policy(), "non_critical", {}).approvers == ()
    assert terms(Policy(), "critical", {}).quorum == 2


def test_a_critical_plan_can_never_take_fewer_than_two() -> None:
    with pytest.raises(ValidationError):
        Policy(critical_quorum=1)


def test_the_strictest_rule_of_any_machine_holds_for_the_whole_plan() -> None:
    policy = Policy(approvers=(GROUP,), rules=(Rule(tag="Environment=production", quorum=2),))
    assert terms(policy, "non_critical", {WEB_1: {}, WEB_2: PROD}).quorum == 2
    assert terms(policy, "non_critical", {WEB_1: {}, WEB_2: {}}).quorum == 1


def test_only_those_whom_every_rule_names_may_approve() -> None:
    rules = (
        Rule(tag="Environment=production", approvers=(AARON, BEA)),
        Rule(tag="Scope=pci", approvers=(BEA, "U0APPROVE3")),
    )
    policy = Policy(approvers=(GROUP,), rules=rules)
    assert terms(policy, "non_critical", {WEB_1: PCI}).approvers == (BEA,)
    assert terms(policy, "non_critical", {WEB_1: PROD}).approvers == (AARON, BEA)
    assert terms(policy, "non_critical", {WEB_1: {}}).approvers == (GROUP,)


def test_rules_that_share_nobody_let_nobody_approve() -> None:
    rules = (Rule(tag="Environment=production", approvers=(AARON,)), Rule(tag="Scope=pci", approvers=(BEA,)))
    assert terms(Policy(approvers=(GROUP,), rules=rules), "non_critical", {WEB_1: PCI}).approvers == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"approvers": ("@aaron",)},
        {"approvers": ("everyone",)},
        {"break_glass": (GROUP,)},
        {"rules": ({"tag": "Environment"},)},
        {"quiet_hours": {"start": "22:00", "end": "07:00", "zone": "Mars/Olympus"}},
        {"freezes": ({"name": "x", "start": "2026-12-20T00:00:00", "end": "2027-01-02T00:00:00"},)},
        {"freezes": ({"name": "x", "start": "2026-12-20T00:00:00Z", "end": "2026-12-19T00:00:00Z"},)},
        {"aprovers": (GROUP,)},
    ],
)
def test_a_policy_with_a_mistake_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Policy.model_validate(wrong)


def test_a_freeze_holds_from_its_start_until_its_end() -> None:
    policy = Policy(freezes=(Freeze(name="release", start=AT, end=AT + timedelta(days=2)),))
    assert "release" in hindrance(policy, AT)
    assert "release" in hindrance(policy, AT + timedelta(days=2) - timedelta(seconds=1))
    assert hindrance(policy, AT + timedelta(days=2)) == ""


@pytest.mark.parametrize(("hour", "quiet"), [(21, True), (23, True), (5, True), (6, False), (12, False), (20, False)])
def test_quiet_hours_run_over_midnight_in_their_own_zone(hour: int, *, quiet: bool) -> None:
    hours = QuietHours(start=time(22), end=time(7), zone="Europe/Berlin")
    moment = datetime(2026, 3, 1, hour, 30, tzinfo=UTC)
    assert hours.holds(moment) is quiet
    assert bool(hindrance(Policy(quiet_hours=hours), moment)) is quiet


@given(st.times(), st.times(), st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_in_quiet_hours_or_in_the_rest_of_the_day(start: time, end: time, moment: datetime) -> None:
    inside = QuietHours(start=start, end=end, zone="UTC").holds(moment)
    outside = QuietHours(start=end, end=start, zone="UTC").holds(moment)
    assert inside != outside or start == end
