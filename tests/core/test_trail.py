import json
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from core.trail import Record, dig, line, record_of

AT = datetime(2026, 11, 18, 19, 46, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


def record(inside: object, **row: object) -> Record:
    found = record_of({"EventTime": AT, "CloudTrailEvent": json.dumps(inside), **row})
    assert found
    return found


def by(**identity: object) -> str:
    return record({"userIdentity": identity}).by


def test_who_acted_is_the_user_or_the_session_of_a_role() -> None:
    session = "arn:aws:sts::123456789012:assumed-role/operations/rita"
    assert by(type="IAMUser", userName="terraform") == "terraform"
    assert by(type="AssumedRole", arn=session) == "rita"
    assert by(type="AWSService", invokedBy="autoscaling.amazonaws.com") == "autoscaling.amazonaws.com"
    assert by(type="Root", arn="arn:aws:iam::123456789012:root") == "the root user"
    assert by() == "unknown"


def test_a_session_that_software_named_shows_its_role() -> None:
    issuer = {"sessionIssuer": {"userName": "patching"}}
    arn = "arn:aws:sts::123456789012:assumed-role/patching/botocore-session-1732"
    assert by(type="AssumedRole", arn=arn, sessionContext=issuer) == "patching"


def test_the_row_is_enough_where_the_record_cannot_be_read() -> None:
    row = {"EventTime": AT, "EventName": "RebootInstances", "EventSource": "ec2.amazonaws.com", "Username": "rita"}
    found = record_of({**row, "CloudTrailEvent": "{not json", "Resources": [{"ResourceName": "i-1"}, "odd"]})
    assert found
    assert (found.name, found.source, found.by, found.resources) == ("RebootInstances", "ec2", "rita", ("i-1",))


def test_a_time_is_utc_and_an_event_without_one_tells_nothing() -> None:
    eastern = timezone(timedelta(hours=-5))
    assert record({}, EventTime=datetime(2026, 11, 18, 14, 46, tzinfo=eastern)).at == AT
    assert record({"eventTime": "2026-11-18T19:46:00Z"}, EventTime=None).at == AT
    assert record_of({"CloudTrailEvent": '{"eventTime": "soon"}'}) is None


def test_a_text_is_one_short_line() -> None:
    assert line("a\nb\x00\x1b[31m  c") == "a b [31m c"
    assert len(line("x" * 5_000)) == 120
    assert line(["no", "text"]) == ""


def test_the_lists_of_ec2_are_unwrapped() -> None:
    found = record({"requestParameters": {"instancesSet": {"items": [1, 2]}, "instanceIds": ["i-1"], "groups": {}}})
    assert [list(found.items(name)) for name in ("instancesSet", "instanceIds", "groups")] == [[1, 2], ["i-1"], []]


@given(JSON, JSON, JSON)
def test_no_json_is_too_odd(inside: object, identity: object, resources: object) -> None:
    text = json.dumps({"userIdentity": identity, "requestParameters": inside})
    found = record_of({"EventTime": AT, "CloudTrailEvent": text, "Resources": resources, "EventName": inside})
    assert found
    assert found.by
    assert list(found.items("a")) == list(found.items("a"))
    assert dig(inside, "a", "b") is None or isinstance(inside, dict)


def test_a_bottomless_record_is_no_error() -> None:
    assert record_of({"EventTime": AT, "CloudTrailEvent": "[" * 200_000})
