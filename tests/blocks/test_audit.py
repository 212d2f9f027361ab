from hypothesis import given, settings

from blocks.audit import audit_card, audit_table
from blocks.fit import fit
from blocks.limits import problems
from core.answers.audit import AuditEntry, AuditLog
from core.audit import Problem, Verdict
from tests.blocks.answers import TEXTS, alive, texts
from tests.core.examples import NOW

WHOLE = Verdict(rows=1, seal="a" * 64, heads=2, problems=())
CUT = Verdict(rows=1, seal="a" * 64, heads=1, problems=(Problem(kind="cut", sequence=2, sentence="Its end is gone."),))


def log(verdict: Verdict = WHOLE, **more: object) -> AuditLog:
    row = {"sequence": 1, "at": NOW, "door": "slack", "user_id": "U0REQUEST1", "action": "asked", "subject": "w-1"}
    entry = AuditEntry.model_validate({**row, "detail": {"plan": "p-1"}, **more})
    return AuditLog(rows=(entry,), subject="", older=False, summary="1 audit row", verdict=verdict, at=NOW)


def test_each_row_says_who_did_what_to_which() -> None:
    line = texts(audit_card(log()))[2]
    assert "<@U0REQUEST1> *asked* w-1\nplan p-1" in line
    assert audit_table(log()).rows[0][2:] == ("U0REQUEST1", "slack", "asked", "w-1", "plan p-1")


def test_a_log_that_is_not_whole_is_drawn_as_critical_and_says_why() -> None:
    assert texts(audit_card(log(CUT)))[1].startswith(":rotating_light:")
    assert "Its end is gone." in audit_table(log(CUT)).notes


@settings(max_examples=30)
@given(TEXTS, TEXTS)
def test_hostile_words_stay_text(word: str, other: str) -> None:
    card = fit(audit_card(log(action=word, subject=other, detail={word: other}, user_id=word if "<" in word else "")))
    assert alive(card) == []
    assert problems(card) == []
