"""Alerts from any sender in one shape."""

import base64
import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.alerts import Alert, AlertLevel, AlertState, normalise
from core.alerts.making import bare

ACCOUNT, REGION = "111122223333", "eu-west-1"
ALARM: dict[str, Any] = {
    "AlarmName": "orders-db-connections",
    "AlarmDescription": "Pool nearly full. severity: high",
    "AWSAccountId": ACCOUNT,
    "NewStateValue": "ALARM",
    "NewStateReason": "Threshold Crossed",
    "StateChangeTime": "2026-11-02T10:00:00.000+0000",
    "Region": "EU (Ireland)",
    "AlarmArn": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:orders-db-connections",
    "Trigger": {
        "MetricName": "DatabaseConnections",
        "Namespace": "AWS/RDS",
        "Dimensions": [{"name": "DBInstanceIdentifier", "value": "orders"}],
    },
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
    max_leaves=25,
)
KEYS = st.sampled_from(
    [
        "Records",
        "Sns",
        "body",
        "Message",
        "Type",
        "TopicArn",
        "detail",
        "detail-type",
        "source",
        "AlarmName",
        "Trigger",
        "alarmData",
        "alerts",
        "labels",
        "event",
        "annotations",
        "awslogs",
        "data",
        "logEvents",
        "logGroup",
        "messages",
        "incident",
        "findings",
        "severity",
        "status",
        "tags",
        "title",
        "resources",
        "time",
        "eventName",
        "eventSource",
        "s3",
        "query",
        "culprit",
        "project",
        "action",
        "ruleName",
        "evalMatches",
        "invokingEvent",
        "configRuleName",
    ]
)
SHAPED = st.recursive(JSON, lambda inner: st.dictionaries(KEYS, inner, max_size=6) | st.lists(inner, max_size=3))


def event(kind: str, source: str, detail: dict[str, Any], *resources: str) -> dict[str, Any]:
    """An EventBridge event."""
    place = {"account": ACCOUNT, "region": REGION, "time": "2026-11-02T10:00:00Z", "resources": list(resources)}
    return {"detail-type": kind, "source": source, "detail": detail, **place}


def one(payload: object) -> Alert:
    """The only alert of a payload."""
    (alert,) = normalise("some-sender", payload)
    return alert


def sns(message: str, **fields: str) -> dict[str, Any]:
    """A notification as SNS sends it over HTTP."""
    topic = f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms"
    return {"Type": "Notification", "MessageId": "1", "TopicArn": topic, "Message": message, **fields}


@given(JSON | SHAPED)
def test_nothing_that_json_can_hold_raises_and_everything_is_readable(payload: object) -> None:
    for alert in normalise("any", payload):
        assert alert.title.strip()
        assert alert.model_dump_json()


@given(SHAPED)
def test_the_same_payload_always_has_the_same_fingerprints(payload: object) -> None:
    again = [alert.fingerprint for alert in normalise("b", payload)]
    assert [alert.fingerprint for alert in normalise("a", payload)] == again


def test_an_alarm_says_what_where_and_when() -> None:
    alert = one(ALARM)
    assert (alert.title, alert.service, alert.account, alert.region) == (
        "orders-db-connections",
        "orders",
        ACCOUNT,
        REGION,
    )
    assert (alert.namespace, alert.metrics, alert.severity) == ("AWS/RDS", ("DatabaseConnections",), AlertLevel.HIGH)
    assert (alert.state, alert.at) == (AlertState.FIRING, datetime(2026, 11, 2, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    "wrapped",
    [
        sns(json.dumps(ALARM)),
        {"Records": [{"EventSource": "aws:sns", "Sns": sns(json.dumps(ALARM))}]},
        {"Records": [{"eventSource": "aws:sqs", "receiptHandle": "r", "body": json.dumps(sns(json.dumps(ALARM)))}]},
        {"Messages": [{"MessageId": "1", "ReceiptHandle": "r", "Body": json.dumps(ALARM)}]},
        {"records": [{"data": base64.b64encode(gzip.compress(json.dumps(ALARM).encode())).decode()}]},
        json.dumps(ALARM),
    ],
)
def test_an_alarm_is_the_same_in_every_envelope(wrapped: object) -> None:
    assert one(wrapped).fingerprint == one(ALARM).fingerprint
    assert one(wrapped).service == "orders"


def test_an_alarm_over_eventbridge_is_the_same_alarm_and_its_end_too() -> None:
    detail = {
        "alarmName": "orders-db-connections",
        "state": {"value": "OK", "timestamp": "2026-11-02T10:05:00.000+0000", "reason": "fine"},
        "configuration": {
            "metrics": [{"metricStat": {"metric": {"namespace": "AWS/RDS", "name": "DatabaseConnections"}}}]
        },
    }
    ended = one(event("CloudWatch Alarm State Change", "aws.cloudwatch", detail, ALARM["AlarmArn"]))
    assert ended.fingerprint == one(ALARM).fingerprint
    assert ended.state is AlertState.RESOLVED


def test_lines_of_a_log_subscription_are_unpacked() -> None:
    batch = {
        "messageType": "DATA_MESSAGE",
        "owner": ACCOUNT,
        "logGroup": "/aws/lambda/checkout",
        "logStream": "s",
        "subscriptionFilters": ["errors"],
        "logEvents": [{"id": "1", "timestamp": 1_793_613_600_000, "message": "ERROR no route to payment 17"}],
    }
    packed = base64.b64encode(gzip.compress(json.dumps(batch).encode())).decode()
    alert = one({"awslogs": {"data": packed}})
    assert (alert.service, alert.severity, alert.account) == ("checkout", AlertLevel.HIGH, ACCOUNT)
    assert "no route to payment" in alert.title


def test_a_decompression_bomb_is_not_unpacked() -> None:
    bomb = base64.b64encode(gzip.compress(b"[" + b" " * 50_000_000 + b"]")).decode()
    assert all(len(alert.message) < 5_000 for alert in normalise("any", {"awslogs": {"data": bomb}}))


def test_a_finding_keeps_its_level_and_names_its_resource() -> None:
    detail = {
        "schemaVersion": "2.0",
        "id": "f1",
        "arn": f"arn:aws:guardduty:{REGION}:{ACCOUNT}:detector/d/finding/f1",
        "type": "CryptoCurrency:EC2/BitcoinTool.B!DNS",
        "severity": 8,
        "title": "i-0abc queries a mining pool",
        "resource": {"resourceType": "Instance", "instanceDetails": {"instanceId": "i-0abc"}},
        "service": {"archived": False},
    }
    alert = one(event("GuardDuty Finding", "aws.guardduty", detail))
    assert (alert.severity, alert.sent_severity, alert.resource) == (AlertLevel.HIGH, "8", "i-0abc")


def test_every_finding_of_security_hub_is_an_alert_of_its_own() -> None:
    findings = [
        {"Id": name, "Title": name, "Severity": {"Label": "MEDIUM"}, "Compliance": {"Status": status}}
        for name, status in (("open", "FAILED"), ("mended", "PASSED"))
    ]
    states = [
        alert.state
        for alert in normalise(
            "any", event("Security Hub Findings - Imported", "aws.securityhub", {"findings": findings})
        )
    ]
    assert states == [AlertState.FIRING, AlertState.RESOLVED]


@pytest.mark.parametrize(
    ("kind", "source", "detail", "state"),
    [
        ("ECS Deployment State Change", "aws.ecs", {"eventName": "SERVICE_DEPLOYMENT_FAILED"}, AlertState.FIRING),
        (
            "CodeDeploy Deployment State-change Notification",
            "aws.codedeploy",
            {"state": "SUCCESS"},
            AlertState.RESOLVED,
        ),
        ("EC2 Instance Launch Unsuccessful", "aws.autoscaling", {"StatusCode": "Failed"}, AlertState.FIRING),
        ("Batch Job State Change", "aws.batch", {"jobName": "etl", "status": "RUNNABLE"}, AlertState.UNKNOWN),
        ("EC2 Spot Instance Interruption Warning", "aws.ec2", {"instance-id": "i-1"}, AlertState.FIRING),
        (
            "Config Rules Compliance Change",
            "aws.config",
            {"newEvaluationResult": {"complianceType": "NON_COMPLIANT"}},
            AlertState.FIRING,
        ),
    ],
)
def test_events_tell_whether_they_are_bad_news(
    kind: str, source: str, detail: dict[str, Any], state: AlertState
) -> None:
    alert = one(event(kind, source, detail))
    assert (alert.state, alert.account, alert.region) == (state, ACCOUNT, REGION)


def test_tasks_of_one_service_are_one_thing() -> None:
    stopped = [
        one(
            event(
                "ECS Task State Change", "aws.ecs", {"group": "service:web", "lastStatus": "STOPPED"}, f"task/{number}"
            )
        )
        for number in range(2)
    ]
    assert stopped[0].fingerprint == stopped[1].fingerprint


def test_each_alert_of_a_group_is_read_with_its_query() -> None:
    link = "http://prometheus/graph?g0.expr=node_filesystem_avail_bytes+%3C+1&g0.tab=1"
    group = {
        "status": "firing",
        "commonLabels": {"cluster": "c1"},
        "alerts": [
            {
                "status": status,
                "labels": {"alertname": "DiskFull", "instance": host, "severity": "page"},
                "annotations": {"summary": "almost no space"},
                "startsAt": "2026-11-02T10:00:00Z",
                "endsAt": "0001-01-01T00:00:00Z",
                "generatorURL": link,
            }
            for host, status in (("a", "firing"), ("b", "resolved"))
        ],
    }
    first, second = normalise("any", group)
    assert (first.state, second.state) == (AlertState.FIRING, AlertState.RESOLVED)
    assert first.metrics == ("node_filesystem_avail_bytes",)
    assert first.severity is AlertLevel.CRITICAL
    assert first.labels["cluster"] == "c1"
    assert first.fingerprint != second.fingerprint


def test_a_change_of_severity_is_no_other_thing() -> None:
    warned, paged = (
        one({"labels": {"alertname": "Lag", "topic": "t", "severity": level}, "annotations": {}})
        for level in ("warning", "critical")
    )
    assert warned.fingerprint == paged.fingerprint


@pytest.mark.parametrize(
    ("payload", "state", "level"),
    [
        (
            {
                "event": {
                    "event_type": "incident.acknowledged",
                    "data": {"id": "P1", "title": "down", "urgency": "high"},
                }
            },
            AlertState.ACKNOWLEDGED,
            AlertLevel.HIGH,
        ),
        (
            {"messages": [{"event": "incident.resolve", "incident": {"id": "P1", "title": "x"}}]},
            AlertState.RESOLVED,
            AlertLevel.UNKNOWN,
        ),
        (
            {"routing_key": "r", "event_action": "trigger", "payload": {"summary": "full", "severity": "critical"}},
            AlertState.FIRING,
            AlertLevel.CRITICAL,
        ),
        (
            {"alert_transition": "Recovered", "aggreg_key": "k", "title": "[Recovered] lag", "priority": "P2"},
            AlertState.RESOLVED,
            AlertLevel.HIGH,
        ),
        ({"ruleName": "lag", "ruleId": 7, "state": "ok", "evalMatches": []}, AlertState.RESOLVED, AlertLevel.UNKNOWN),
        (
            {"action": "created", "data": {"issue": {"id": "9", "title": "KeyError", "level": "error"}}},
            AlertState.FIRING,
            AlertLevel.HIGH,
        ),
        ({"TITLE": "x", "Message": "y", "Severity": "Warning"}, AlertState.FIRING, AlertLevel.MEDIUM),
        (
            {"data": {"essentials": {"alertRule": "cpu", "severity": "Sev1", "monitorCondition": "Resolved"}}},
            AlertState.RESOLVED,
            AlertLevel.CRITICAL,
        ),
        ({"summary": "web1 DOWN -> UP", "status": "UP", "host": "web1"}, AlertState.RESOLVED, AlertLevel.INFO),
    ],
)
def test_senders_words_for_state_and_level_are_understood(
    payload: dict[str, Any], state: AlertState, level: AlertLevel
) -> None:
    alert = one(payload)
    assert (alert.state, alert.severity) == (state, level)


def test_a_share_in_the_title_makes_no_other_thing_but_a_host_does() -> None:
    first, later, elsewhere = (
        one({"title": title, "severity": "high"})
        for title in ("disk 91.2% full on db1", "[RESOLVED] disk 12% full on db1", "disk 91.2% full on db2")
    )
    assert first.fingerprint == later.fingerprint != elsewhere.fingerprint


@pytest.mark.parametrize("when", ["redacted", "0001-01-01T00:00:00Z", 10**40, "31/02/2026", float("nan"), {}, -1])
def test_times_that_are_none_are_left_out(when: object) -> None:
    assert one({"title": "x", "timestamp": when}).at is None


def test_texts_lose_characters_that_hide_or_turn_what_is_written() -> None:
    alert = one({"title": "a\u202eb\x00c\ud800", "message": "m\u200b\n\nn"})
    assert alert.title == "abc?"
    assert alert.message == "m\n\nn"


def test_a_text_that_is_no_json_is_an_alert_with_its_subject() -> None:
    alert = one(sns("StackId='s'\nResourceStatus='CREATE_FAILED'", Subject="AWS CloudFormation Notification"))
    assert (alert.title, alert.state) == ("AWS CloudFormation Notification", AlertState.FIRING)
    assert alert.account == ACCOUNT


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("[FIRING:2] Lag of orders", "Lag of orders"),
        ("[Triggered] Lag", "Lag"),
        ("ALARM: Lag", "Lag"),
        ("[orders] Lag", "[orders] Lag"),
        ("[OK]", "[OK]"),
        ("Alerting is broken", "Alerting is broken"),
    ],
)
def test_a_title_is_shown_without_the_state_before_it(title: str, shown: str) -> None:
    assert bare(title) == shown
