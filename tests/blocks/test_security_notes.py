"""What stands beside the stories."""

from blocks.card import Card
from blocks.limits import problems
from blocks.security_notes import finding_lines, looked_line, muted_blocks, plain_looked, plain_muted
from core.findings import Severity
from core.outside import OutsideFinding, Source
from core.security.rulings import MutedRule
from tests.blocks.security import HOSTILE, MUTE
from tests.core.security.samples import NOW, looked
from tests.e2e.workspace import Shown


def finding(number: int, **more: object) -> OutsideFinding:
    given = {"watcher": "GuardDuty", "id": f"f-{number}", "title": "A strange caller", "severity": Severity.HIGH}
    return OutsideFinding.model_validate({**given, **more})


def muted(worst: Severity) -> MutedRule:
    assert MUTE.mute is not None
    return MutedRule(
        rule="trail-off", title="Logging off", count=2, worst=worst, categories=("defense_evasion",), mute=MUTE.mute
    )


def test_findings_of_other_services_name_the_service_and_the_thing() -> None:
    arn = "arn:aws:ec2:us-west-2:123456789012:security-group/sg-1"
    words = Shown({"blocks": finding_lines([finding(1, resources=(arn,), last_seen=NOW)])}).words
    assert "High, GuardDuty: A strange caller · security-group/sg-1" in words
    assert "and 2 more findings" in Shown({"blocks": finding_lines([finding(number) for number in range(5)])}).words
    assert finding_lines([]) == []


def test_hostile_findings_fit_and_call_nobody() -> None:
    blocks = finding_lines([finding(number, title=HOSTILE, resources=(HOSTILE,)) for number in range(9)])
    assert problems(Card("x", tuple(blocks))) == []
    assert "<!channel>" not in Shown({"blocks": blocks}).words


def test_only_severe_mutes_carry_a_mark() -> None:
    grave, mild = (Shown({"blocks": muted_blocks([muted(each)])}).words for each in (Severity.HIGH, Severity.LOW))
    assert (":warning:" in grave, "of which 2 severe" in grave) == (True, True)
    assert (":warning:" in mild, "2 findings muted" in mild) == (False, True)
    assert plain_muted([muted(Severity.LOW)])[0].startswith("Muted until ")


def test_what_was_looked_at_says_who_else_was_asked_and_what_never_is() -> None:
    sources = (
        Source(watcher="GuardDuty", enabled=True),
        Source(watcher="Security Hub", enabled=False),
        Source(watcher="Inspector", enabled=None),
    )
    told = looked(1240).model_copy(update={"own_rules": 2, "left_out": "Other reads are not kept."})
    line = looked_line(told, sources)
    for said in ("1,240 events with 2 own rules too", "GuardDuty asked", "Security Hub not enabled", "Inspector could"):
        assert said in line
    assert plain_looked(told, sources).endswith("Other reads are not kept.")
    assert looked_line(looked(0, since_hours=None), ()) == "No events could be read"
