"""Own rules and what they find."""

from datetime import UTC, datetime

from core.detections import stories
from core.findings import Severity
from core.sigma.checks import Text, Wild
from core.sigma.rule import OwnRule, RuleBook
from core.sigma.tree import Condition, Field


def rule(name: str, *conditions: Condition) -> OwnRule:
    return OwnRule(
        name=f"own-{name}",
        title="A user was made",
        severity=Severity.HIGH,
        category="persistence",
        technique="T1136.003",
        why="Only the directory makes users.",
        conditions=conditions,
        innocent=("the yearly audit",),
    )


CREATE = Field("eventName", Text(("CreateUser",)))
ANY_USER = Field("eventName", Text((Wild.MANY, "User")))
EVENTS: list[dict[str, object]] = [
    {"eventName": "DeleteUser"},
    {
        "eventName": "CreateUser",
        "eventTime": "2026-11-20T02:10:00Z",
        "sourceIPAddress": "198.51.100.7",
        "userIdentity": {"arn": "arn:aws:iam::123456789012:user/mallory"},
    },
    {"eventName": 7, "eventTime": "redacted", "userIdentity": None},
]


def test_a_detection_says_what_the_rule_and_the_event_say() -> None:
    [found] = RuleBook([rule("create", CREATE)]).detections(EVENTS)
    assert (found.rule, found.event_index, found.severity) == ("own-create", 1, Severity.HIGH)
    assert found.at == datetime(2026, 11, 20, 2, 10, tzinfo=UTC)
    assert (found.actor, found.source_ip) == ("mallory", "198.51.100.7")
    assert found.check[1:] == ("Rule out: the yearly audit",)
    assert stories(EVENTS, [found])[0].next_steps


def test_rules_for_one_event_and_for_all_events_both_look() -> None:
    found = RuleBook([rule("any", ANY_USER), rule("create", CREATE)]).detections(EVENTS)
    assert [(each.event_index, each.rule) for each in found] == [(0, "own-any"), (1, "own-create"), (1, "own-any")]


def test_alternatives_of_one_rule_find_an_event_once() -> None:
    assert len(RuleBook([rule("both", CREATE, ANY_USER)]).detections(EVENTS[1:2])) == 1
