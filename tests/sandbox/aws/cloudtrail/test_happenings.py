from datetime import UTC, datetime

import pytest

from sandbox.aws.account import Account
from sandbox.aws.cloudtrail.event import Event
from sandbox.aws.cloudtrail.happenings import RULES, everything
from sandbox.aws.findings import FindingIndex


@pytest.fixture
def empty() -> Account:
    """An account whose fleet has none of the machines that the seed tells of."""
    return Account("210987654321", "eu-north-1", datetime(2026, 11, 20, 19, 0, tzinfo=UTC), {}, FindingIndex(()))


def names(events: "list[Event]") -> set[str]:
    return {event.name for event in events}


def test_what_names_a_missing_machine_is_left_out(empty: Account) -> None:
    found = names(list(everything(empty)))
    assert "CreateDeployment" in found
    assert found.isdisjoint({"RebootInstances", "StopInstances", "StartSession"})


def test_no_placeholder_is_left_in_an_event(empty: Account) -> None:
    events = everything(empty)
    assert events
    assert not any("'{" in str(event.request) for event in events)


def test_an_account_that_is_not_seeded_has_no_history(empty: Account) -> None:
    assert len(RULES) > 1
    assert everything(empty.elsewhere("210987654321", "eu-north-1")) == ()
