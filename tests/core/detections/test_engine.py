from hypothesis import given
from hypothesis import strategies as st

from core.detections import Detection, detect, stories
from core.detections.catalogue import RULES
from core.findings import Severity
from evals.cloudtrail_fuzz import fuzzed
from tests.core.detections.examples import event
from tests.core.test_trail import JSON

CALLS = sorted({call for rule in RULES for call in rule.calls})
FIELDS = ("eventTime", "userIdentity", "requestParameters", "responseElements", "additionalEventData",
         "sourceIPAddress",
          "userAgent", "errorCode", "awsRegion", "recipientAccountId", "readOnly")  # fmt: skip
EVENTS = st.builds(
    lambda call, odd: event(call) | odd,
    st.sampled_from(CALLS),
    st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=5),
)


def only(*found: Detection) -> Detection:
    assert len(found) == 1
    return found[0]


@given(st.lists(EVENTS | st.dictionaries(st.text(max_size=12), JSON, max_size=6), max_size=12))
def test_any_json_object_is_survived(events: list[dict[str, object]]) -> None:
    detections = detect(events)
    assert all(0 <= each.event_index < len(events) for each in detections)
    told = stories(events, detections)
    assert sum(len(each.detections) for each in told) == len(detections)


def test_made_rubbish_is_survived_too() -> None:
    rubbish = list(fuzzed(3, 1_500))
    assert stories(rubbish, detect(rubbish))


def test_a_detection_says_who_when_from_where_and_which_event() -> None:
    stopped = event("cloudtrail:StopLogging", 3, requestParameters={"name": "main"})
    found = only(*detect([event("s3:GetObject"), stopped]))
    assert (found.event_index, found.event_indexes, found.rule) == (1, (1,), "trail-off")
    assert (found.actor, found.source_ip, found.category) == ("ada", "198.51.100.20", "defense_evasion")
    assert found.title == "CloudTrail was stopped or deleted: main"
    assert found.at
    assert found.at.minute == 3


def test_an_event_without_a_readable_time_is_judged_by_itself() -> None:
    found = only(*detect([event("cloudtrail:StopLogging", eventTime="redacted")]))
    assert found.at is None
    secrets = [
        event("secretsmanager:GetSecretValue", eventTime=None, requestParameters={"secretId": f"{n}"}) for n in range(9)
    ]
    assert detect(secrets) == []


def test_the_newest_may_come_first_as_lookups_tell_them() -> None:
    read = [event("secretsmanager:GetSecretValue", n, requestParameters={"secretId": f"app/{n}"}) for n in range(5)]
    found = only(*detect(read[::-1]))
    assert (found.rule, found.event_index, found.event_indexes) == ("secrets-read-many", 0, (4, 3, 2, 1, 0))


def test_a_window_that_is_too_long_is_no_burst() -> None:
    read = [event("secretsmanager:GetSecretValue", 4 * n, requestParameters={"secretId": f"app/{n}"}) for n in range(9)]
    assert detect(read) == []


def test_a_refused_attempt_counts_one_step_less() -> None:
    found = only(*detect([event("cloudtrail:StopLogging", errorCode="AccessDenied")]))
    assert (found.severity, found.softened) == (Severity.MEDIUM, "the call was refused")
    assert "refused" in found.title


def test_a_throttled_call_says_nothing() -> None:
    assert detect([event("cloudtrail:StopLogging", errorCode="ThrottlingException")]) == []


def test_what_aws_does_itself_says_nothing() -> None:
    service = {"type": "AWSService", "invokedBy": "ec2.amazonaws.com"}
    assert detect([event("ec2:DeleteFlowLogs", userIdentity=service)]) == []


def test_root_is_named_once_an_hour() -> None:
    root = {"type": "Root", "arn": "arn:aws:iam::555566667777:root"}
    found = [
        each.event_index for each in detect([event("ec2:CreateVolume", n, userIdentity=root) for n in (0, 5, 59, 61)])
    ]
    assert found == [0, 3]


def test_a_record_that_lacks_its_service_is_judged_by_the_call() -> None:
    assert only(*detect([event("x:StopLogging", eventSource=None)])).rule == "trail-off"


def test_accounts_whose_records_are_here_are_no_outsiders() -> None:
    policy = (
        '{"Statement": {"Effect": "Allow", "Principal": {"AWS": "888899990000"}, "Action": "s3:*", "Resource": "*"}}'
    )
    opened = event("s3:PutBucketPolicy", requestParameters={"bucketName": "b", "bucketPolicy": policy})
    assert only(*detect([opened])).rule == "resource-opened"
    assert detect([opened], ours=["888899990000"]) == []
    assert detect([opened, event("s3:ListBuckets", recipientAccountId="888899990000")]) == []
