"""Mutes and severities of a team's own."""

from datetime import timedelta

from core.findings import Severity
from core.security.rulings import Mute, Override, Ruling, ruled, worst
from tests.core.security.samples import NOW, detection

MUTE = Mute(reason="backups", by="U024BE7LH", at=NOW, until=NOW + timedelta(days=7))
FOUND = [detection(0), detection(1), detection(2, "root-login", Severity.HIGH)]


def test_muted_findings_are_counted_and_not_shown() -> None:
    told = ruled(FOUND, {"trail-off": Ruling(rule="trail-off", mute=MUTE)}, NOW)
    assert [each.rule for each in told.shown] == ["root-login"]
    [muted] = told.muted
    assert (muted.rule, muted.count, muted.worst, muted.grave) == ("trail-off", 2, Severity.CRITICAL, True)
    assert muted.mute.by == "U024BE7LH"


def test_a_mute_ends_by_itself() -> None:
    told = ruled(FOUND, {"trail-off": Ruling(rule="trail-off", mute=MUTE)}, NOW + timedelta(days=7))
    assert (len(told.shown), told.muted) == (3, ())


def test_a_severity_of_the_team_says_why_it_is_another() -> None:
    override = Override(severity=Severity.LOW, reason="nightly job", by="U024BE7LH", at=NOW)
    told = ruled(FOUND, {"trail-off": Ruling(rule="trail-off", override=override)}, NOW)
    assert {each.severity for each in told.shown if each.rule == "trail-off"} == {Severity.LOW}
    assert "nightly job" in told.shown[0].softened


def test_a_mute_counts_what_the_rule_itself_says_not_what_the_team_made_of_it() -> None:
    override = Override(severity=Severity.LOW, reason="x", by="U024BE7LH", at=NOW)
    told = ruled(FOUND, {"trail-off": Ruling(rule="trail-off", mute=MUTE, override=override)}, NOW)
    assert told.muted[0].worst is Severity.CRITICAL


def test_a_ruling_without_anything_that_holds_does_not_hold() -> None:
    ruling = Ruling(rule="x", mute=MUTE)
    assert (ruling.holds(NOW), ruling.holds(NOW + timedelta(days=8))) == (True, False)
    assert worst(()) is Severity.INFORMATIONAL
