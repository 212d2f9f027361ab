"""The card about changes of configuration."""

from blocks.config_changes import config_card, config_pages, config_table
from blocks.limits import problems
from core.answers.config_changes import ConfigChanges
from core.drift import Compliance
from core.findings import Severity
from tests.core.security.test_config_answer import change, state, told
from tests.e2e.workspace import Shown


def shown(answer: ConfigChanges) -> str:
    return Shown({"blocks": list(config_card(answer).blocks)}).words


def test_a_change_says_before_and_after_who_and_which_controls() -> None:
    failing = (state("FSBP EC2.13", Compliance.NON_COMPLIANT),)
    words = shown(told([change(before="closed", after="open to all", controls=("CIS 5.10",), compliance=failing)]))
    for said in ("High · A group was opened", "closed → open to all", "Controls: CIS 5.10", "mallory"):
        assert said in words
    assert "Not met after these changes" in words


def test_good_news_and_tools_stand_apart_from_what_weakens() -> None:
    good = change("closed again", Severity.INFORMATIONAL, good_news=True)
    run = [change(f"tag {number}", Severity.LOW, tool="Terraform", who="ci") for number in range(3)]
    words = shown(told([good, *run]))
    assert ("Made safer" in words, "Terraform: 3 minor changes by ci" in words) == (True, True)
    assert "tag 1" not in words
    assert ":white_check_mark: *4 changes" in words


def test_the_same_thing_done_again_is_one_line() -> None:
    assert "(x2)" in shown(told([change(), change(minutes=9)]))


def test_an_attempt_that_failed_says_so() -> None:
    assert "nothing came of it (denied)" in shown(told([change(outcome="denied")]))
    assert "(denied: nothing came of it)" in config_table(told([change(outcome="denied")])).rows[0][1]


def test_no_changes_says_what_was_looked_at() -> None:
    words = shown(told([]))
    assert "No configuration changes in 0 events of the last 24h" in words
    assert "Looked at 0 events" in words


def test_hostile_texts_and_many_changes_fit() -> None:
    long = "<!here> " + "x" * 500
    many = told([change(f"{number} {long}", before=long, after=long, who=long, resource=long) for number in range(300)])
    assert problems(config_card(many)) == []
    assert problems(config_pages(many, 3)) == []
    assert "<!here>" not in str(config_card(many).payload())
