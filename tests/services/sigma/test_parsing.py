"""Reading Sigma rules."""

from typing import Any

import pytest
import yaml

from core.findings import Severity
from services.sigma.parsing import parse

LOG: dict[str, Any] = {"product": "aws", "service": "cloudtrail"}
EVENT: dict[str, Any] = {
    "eventName": "PutBucketPolicy",
    "userAgent": "aws-cli/2.17",
    "errorCode": None,
    "sourceIPAddress": "203.0.113.9",
    "requestParameters": {
        "bucketName": "reports",
        "count": 12,
        "force": True,
        "bucketPolicy": {"Statement": [{"Effect": "Allow", "Principal": "*"}, {"Effect": "Deny", "Principal": "x"}]},
    },
    "userIdentity": {"userName": "reports"},
}


def holds(detection: dict[str, Any], event: dict[str, Any] | None = None) -> bool:
    document = {"title": "A rule", "logsource": LOG, "detection": {"condition": "chosen", **detection}}
    parsed = parse(yaml.safe_dump(document), "rule")
    assert not parsed.problems
    return parsed.rules[0].holds(event or EVENT)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"eventName": "putbucketpolicy"}, True),
        ({"eventName": ["PutBucketAcl", "PutBucket*"]}, True),
        ({"eventName": "PutBucketPolicy", "userAgent": "Boto3"}, False),
        ([{"eventName": "Other"}, {"userAgent|startswith": "AWS-CLI"}], True),
        ({"userAgent|contains|all": ["cli", "2.1"]}, True),
        ({"userAgent|contains|all": ["cli", "3.1"]}, False),
        ({"eventName|endswith": "policy"}, True),
        ({"eventName|cased": "putbucketpolicy"}, False),
        ({"errorCode": None}, True),
        ({"userAgent": None}, False),
        ({"requestParameters.bucketPolicy.Statement.Principal": "*"}, True),
        ({"requestParameters|contains": '"Principal":"*"'}, True),
        ({"requestParameters.count|gt": 10}, True),
        ({"requestParameters.count|lte": 10}, False),
        ({"requestParameters.force": True}, True),
        ({"requestParameters.force": "true"}, True),
        ({"requestParameters.bucketName|fieldref": "userIdentity.userName"}, True),
        ({"sourceIPAddress|cidr": ["10.0.0.0/8", "203.0.113.0/24"]}, True),
        ({"eventName|re": "^Put(Bucket|Object)Policy$"}, True),
        ({"eventName|re|i": "^putbucket"}, True),
        ({"eventName|re": "^putbucket"}, False),
        ({"requestParameters.bucketName|exists": True, "requestParameters.acl|exists": False}, True),
        (["REPORTS", "nothing"], True),
        (["nothing"], False),
    ],
)
def test_a_selection_holds_as_sigma_says(chosen: object, expected: bool) -> None:  # noqa: FBT001
    assert holds({"chosen": chosen}) is expected


def test_conditions_join_selections() -> None:
    parts = {"one_a": {"eventName": "X"}, "one_b": {"eventName": "Put*"}, "but": {"userAgent|contains": "Console"}}
    assert holds({**parts, "condition": "1 of one_* and not but"})
    assert not holds({**parts, "condition": "all of one_*"})
    assert holds({**parts, "condition": "not (but or one_a)"})
    assert holds({"a": {"eventName": "Put*"}, "b": {"errorCode": None}, "condition": "all of them"})


def test_tags_tell_category_and_technique_and_a_rule_without_a_level_is_of_medium_severity() -> None:
    document = {
        "title": "Policy\nchanged",
        "logsource": LOG,
        "tags": ["attack.privilege-escalation", "attack.t1098.001", "cve.2021-1"],
        "falsepositives": ["Unknown", "Deployments"],
        "detection": {"a": {"eventName": "x"}, "condition": "a"},
    }
    rule = parse(yaml.safe_dump(document), "Bucket Policy!").rules[0]
    assert (rule.name, rule.title) == ("own-bucket-policy", "Policy changed")
    assert (rule.category, rule.technique, rule.severity) == ("privilege_escalation", "T1098.001", Severity.MEDIUM)
    assert rule.innocent == ("Deployments",)


def test_rules_for_other_logs_are_counted_and_left_out() -> None:
    document = {"title": "x", "logsource": {"product": "windows"}, "detection": {"a": {"b": 1}, "condition": "a"}}
    assert (parse(yaml.safe_dump(document), "x").rules, parse(yaml.safe_dump(document), "x").others) == ((), 1)


WRONG = {
    "detection: {a: {'x|nope': 1}, condition: a}": "Unknown modifier 'nope'",
    "detection: {a: {x: 1}, condition: b}": "'b' not defined",
    "detection: {a: {'x|re': '(('}, condition: a}": "Regular expression",
    "detection: {a: {'x|expand': '%y%'}, condition: a}": "nothing here fills it",
    "detection: {a: {'x|hour': 3}, condition: a}": "a part of a time",
    "detection: {a: {x: 1}, condition: a}\nlevel: huge": "not a valid Sigma rule level",
    "detection: {}": "must contain at least one condition",
}


@pytest.mark.parametrize("rest", WRONG)
def test_a_rule_that_cannot_be_judged_says_why(rest: str) -> None:
    text = f"title: x\nlogsource: {{product: aws, service: cloudtrail}}\n{rest}"
    parsed = parse(text, "x")
    assert not parsed.rules
    assert WRONG[rest] in parsed.problems[0]


@pytest.mark.parametrize("text", ["{{{", "- 1", "a", "3", "title: [1]\ndetection: 7", "a: &a [*a]", "\x00"])
def test_what_is_no_rule_is_said_without_a_word_of_python(text: str) -> None:
    parsed = parse(text, "x")
    assert not parsed.rules
    assert len(parsed.problems) == 1
    assert "object" not in parsed.problems[0]


def test_good_rules_of_a_file_stand_beside_a_bad_one() -> None:
    good = {"title": "x", "logsource": LOG, "detection": {"a": {"eventName": "b"}, "condition": "a"}}
    bad = {**good, "detection": {"a": {"b|nope": 1}, "condition": "a"}}
    parsed = parse(yaml.safe_dump_all([good, bad, good]), "x")
    assert [rule.name for rule in parsed.rules] == ["own-x-1", "own-x-3"]
    assert len(parsed.problems) == 1
