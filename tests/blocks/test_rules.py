"""The list of rulings and own rules."""

from datetime import timedelta

from blocks.limits import problems
from blocks.rules import rules_card, rules_table, ruling_made_card, ruling_made_table
from core.answers.rules import RuleList, RulingMade, TeamRule
from core.findings import Severity
from core.security.rulings import Mute, Override, Ruling
from tests.core.security.samples import NOW
from tests.e2e.workspace import Shown

BOTH = Ruling(
    rule="trail-off",
    mute=Mute(reason="drill", by="U024BE7LH", at=NOW, until=NOW + timedelta(days=3)),
    override=Override(severity=Severity.LOW, reason="known", by="U024BE7LH", at=NOW),
)


def listed(*rulings: Ruling, problems: tuple[str, ...] = (), folder: str = "") -> RuleList:
    own = (TeamRule(rule="own-bucket", title="A bucket was made", severity=Severity.HIGH),) if folder else ()
    return RuleList(
        rulings=rulings, own_rules=own, problems=problems, folder=folder, other_logs=2, summary="1 rule muted", at=NOW
    )


def test_a_ruling_says_who_why_until_when_and_can_be_lifted() -> None:
    card = rules_card(listed(BOTH))
    words = Shown({"blocks": list(card.blocks)}).words
    for said in ("trail-off", "by <@U024BE7LH>: drill", "Counts as low", "Lift", "SRE_SIGMA_DIR names no folder"):
        assert said in words
    assert problems(card) == []


def test_own_rules_and_those_that_cannot_be_used_are_named() -> None:
    card = rules_card(listed(problems=("bad.yml: it is no Sigma rule.",), folder="/etc/rules"))
    words = Shown({"blocks": list(card.blocks)}).words
    for said in ("A bucket was made (own-bucket, high)", "bad.yml: it is no Sigma rule.", "2 for other logs left out"):
        assert said in words
    assert ":warning:" in words


def test_many_rulings_fit() -> None:
    many = tuple(BOTH.model_copy(update={"rule": f"rule-{number}"}) for number in range(60))
    card = rules_card(listed(*many, problems=("x" * 500,) * 50, folder="/f"))
    assert problems(card) == []
    assert "and 40 more rules" in Shown({"blocks": list(card.blocks)}).words


def test_tables_say_the_same() -> None:
    table = rules_table(listed(BOTH, folder="/f"))
    assert table.rows[0][:2] == ("trail-off", "muted, counts as low")
    made = RulingMade(ruling=BOTH, summary="trail-off is muted", at=NOW)
    assert ruling_made_table(made).rows[0][0] == "trail-off"
    assert ruling_made_card(made).text == "trail-off is muted"
    lifted = RulingMade(ruling=Ruling(rule="trail-off"), summary="lifted", at=NOW)
    assert ruling_made_table(lifted).rows == ()
