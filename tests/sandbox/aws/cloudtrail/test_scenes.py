import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.aws.account import ACCOUNT_ID, Account
from sandbox.aws.cloudtrail.event import Event, record
from sandbox.aws.cloudtrail.happenings import everything
from sandbox.aws.cloudtrail.placeholders import names_in, places
from sandbox.aws.cloudtrail.scenes import played
from sandbox.aws.findings import FindingIndex
from tests.sandbox.aws.clients import Boto, Clients, Json

WEDNESDAY = datetime(2026, 11, 18, 19, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def everywhere() -> Account:
    """An account at home where services without regions are told, so that one history has all of it."""
    return Account(ACCOUNT_ID, "us-east-1", WEDNESDAY, {}, FindingIndex(()))


@pytest.fixture(scope="module")
def month(everywhere: Account) -> Sequence[Event]:
    return list(played(everywhere, names_in(everywhere)))


@pytest.fixture(scope="module")
def trail(client: Clients) -> Boto:
    return client("cloudtrail", attempts=8)


def looked_up(trail: Boto, **attribute: str) -> list[Json]:
    ((key, value),) = attribute.items()
    wanted = [{"AttributeKey": key, "AttributeValue": value}]
    since = datetime.now(UTC) - DAY
    found: list[Json] = trail.lookup_events(LookupAttributes=wanted, StartTime=since)["Events"]
    return found


def test_each_of_thirty_days_has_its_work_and_people_rest_at_the_weekend(month: Sequence[Event]) -> None:
    writes = Counter(event.at.date() for event in month if not event.read_only)
    assert len([day for day, count in writes.items() if count > 40]) >= 30
    people = {event.at.weekday() for event in month if event.name == "ConsoleLogin" and event.at < WEDNESDAY - DAY}
    assert people == {0, 1, 2, 3, 4}


def test_nothing_happens_after_the_start_and_the_same_start_tells_the_same(
    everywhere: Account, month: Sequence[Event]
) -> None:
    assert max(event.at for event in month) <= WEDNESDAY
    assert [event.id for event in played(everywhere, names_in(everywhere))] == [event.id for event in month]


def test_people_sign_in_with_a_second_factor_from_the_office(month: Sequence[Event]) -> None:
    daily = [event for event in month if event.name == "ConsoleLogin" and event.username in ("rita", "aaron")]
    assert len(daily) > 30
    assert {event.who.address for event in daily} <= {"203.0.113.24", "203.0.113.31"}
    assert all(event.more["additionalEventData"]["MFAUsed"] == "Yes" for event in daily)


def test_no_placeholder_is_left_in_a_record(everywhere: Account, month: Sequence[Event]) -> None:
    assert not [place for event in month for place in places(json.loads(json.dumps(record(everywhere, event))))]


def test_the_user_made_with_a_leaked_key_acts_with_the_key_made_for_it(month: Sequence[Event]) -> None:
    (made,) = [event for event in month if event.name == "CreateAccessKey"]
    used = {event.access_key for event in month if event.who.user == "backup-svc" and not event.who.console}
    assert used == {made.response["accessKey"]["accessKeyId"]}
    assert made.who.address == "192.0.2.77"


def test_users_and_sign_ins_are_told_in_one_region_alone(trail: Boto, client: Clients) -> None:
    assert looked_up(trail, EventName="CreateUser") == []
    (event,) = looked_up(client("cloudtrail", region="us-east-1", attempts=8), EventName="CreateUser")
    told = json.loads(event["CloudTrailEvent"])
    assert (told["awsRegion"], told["requestParameters"]["userName"]) == ("us-east-1", "backup-svc")


def test_a_machines_credentials_are_used_from_outside(trail: Boto) -> None:
    found = [json.loads(each["CloudTrailEvent"]) for each in looked_up(trail, EventName="GetSecretValue")]
    outside = [each for each in found if each["sourceIPAddress"] == "192.0.2.144"]
    assert len({each["requestParameters"]["secretId"] for each in outside}) == 24
    assert all(each["userIdentity"]["sessionContext"]["ec2RoleDelivery"] == "2.0" for each in outside)


def test_a_service_by_itself_has_no_key(trail: Boto) -> None:
    services = [each for each in looked_up(trail, EventName="AssumeRole") if "Username" not in each]
    assert services
    identity = json.loads(services[0]["CloudTrailEvent"])["userIdentity"]
    assert identity["type"] == "AWSService"
    assert "AccessKeyId" not in services[0]


def test_an_unseeded_account_has_no_month() -> None:
    other = Account("210987654321", "us-east-1", WEDNESDAY, {}, FindingIndex(()), enabled=False)
    assert everything(other) == ()
