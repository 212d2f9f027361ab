"""Changes of configuration put together."""

from collections.abc import Sequence
from datetime import timedelta

from core.answers.config_changes import ConfigChanges
from core.drift import Area, Compliance, ConfigChange, ControlState
from core.findings import Severity
from core.gaps import Gap
from core.security.config_answer import config_changes
from core.security.scope import Scope
from tests.core.security.samples import EVERYTHING, NOW, material, question, record


def change(
    what: str = "A group was opened", severity: Severity = Severity.HIGH, minutes: int = 5, **more: object
) -> ConfigChange:
    given: dict[str, object] = {
        "what": what,
        "severity": severity,
        "area": Area.SECURITY_GROUP,
        "who": "mallory",
        "at": NOW - timedelta(minutes=minutes),
        "resource": "sg-1",
    }
    return ConfigChange.model_validate({**given, **more})


def state(control: str, how: Compliance) -> ControlState:
    return ControlState(control=control, title="no open ports", state=how, resource="sg-1")


def told(changes: Sequence[ConfigChange], scope: Scope = EVERYTHING) -> ConfigChanges:
    events = [record(number) for number, _ in enumerate(changes)]
    return config_changes(material(events), list(enumerate(changes)), question((), scope))


def test_the_worst_come_first_and_the_sentence_counts_them() -> None:
    answer = told([change("mild", Severity.LOW), change("bad"), change("worse", Severity.CRITICAL)])
    assert [each.what for each in answer.changes] == ["worse", "bad", "mild"]
    assert answer.summary == "3 changes in the last 24h, 1 critical and 1 high; worst: worse, by mallory"
    assert (answer.security_impact.worst, answer.security_impact.minor) == (Severity.CRITICAL, 1)


def test_good_news_stands_apart() -> None:
    answer = told([change("closed", Severity.INFORMATIONAL, good_news=True)])
    assert answer.summary == "1 change in the last 24h, none of them weakens anything, 1 made something safer"
    assert (len(answer.good_news), answer.notable) == (1, ())


def test_no_changes_says_how_much_was_looked_at() -> None:
    assert told([]).summary == "No configuration changes in 0 events of the last 24h"


def test_what_could_not_be_read_is_unknown() -> None:
    gaps = (Gap(what="x", why="AWS refused."),)
    answer = config_changes(material(since_hours=None, gaps=gaps), [], question((), label="web-1"))
    assert answer.summary == "web-1: unknown, because AWS refused"


def test_a_control_stands_as_the_last_change_left_it() -> None:
    opened = change(minutes=9, compliance=(state("EC2.13", Compliance.NON_COMPLIANT),))
    closed = change(minutes=3, good_news=True, compliance=(state("EC2.13", Compliance.COMPLIANT),))
    refused = change(minutes=1, outcome="denied", compliance=(state("EC2.13", Compliance.NON_COMPLIANT),))
    status = told([opened, closed, refused]).compliance_status
    assert ([each.control for each in status.compliant], status.non_compliant) == (["EC2.13"], ())


def test_a_change_that_does_not_tell_leaves_a_broken_control_broken_unless_it_mends() -> None:
    broken = change(minutes=9, compliance=(state("FSBP X.1", Compliance.NON_COMPLIANT),))
    touched = change(minutes=5, compliance=(state("FSBP X.1", Compliance.UNKNOWN),))
    assert told([broken, touched]).compliance_status.non_compliant
    assert told([broken, touched.model_copy(update={"good_news": True})]).compliance_status.unknown


def test_the_gravest_control_that_is_not_met_comes_first() -> None:
    named = ("FSBP S3.14", "FSBP CloudTrail.1", "FSBP S3.3", "FSBP S3.17")
    broken = change(compliance=tuple(state(name, Compliance.NON_COMPLIANT) for name in named))
    told_of = told([broken]).compliance_status.non_compliant
    assert [one.control for one in told_of] == ["FSBP S3.3", "FSBP CloudTrail.1", "FSBP S3.17", "FSBP S3.14"]


def test_minor_changes_of_a_tool_are_one_run_until_it_pauses() -> None:
    run = [change("tagged", Severity.LOW, minutes, tool="Terraform", who="ci") for minutes in (300, 120, 110, 100)]
    answer = told([*run, change("opened", tool="Terraform", who="ci")])
    assert [each.count for each in answer.tool_runs] == [3, 1]
    assert [each.what for each in answer.notable] == ["opened"]
    assert answer.others == ()


def test_all_classes_of_cis_are_named_and_those_that_change_nothing_counted_too() -> None:
    refused = record(1, "RunInstances", "ec2", errorCode="Client.UnauthorizedOperation")
    events = [record(0, "CreateRoute", "ec2"), refused, record(2, "CreateRoute", "ec2")]
    classes = config_changes(material(events), [], question((), EVERYTHING)).compliance_status.classes
    assert [(each.name, each.count) for each in classes][:3] == [("CIS 5.13", 2), ("CIS 5.1", 1), ("CIS 5.2", 0)]
    assert len(classes) == 15


def test_changes_of_other_things_are_left_out_when_an_instance_is_named() -> None:
    assert told([change()], Scope(ids=("i-1",))).change_count == 0
