"""What the asker is told when AWS does not answer: which failure, and what to do; never that there is nothing."""

import pytest

from tests.e2e.account import WEB_1
from tests.e2e.conftest import House
from tests.e2e.processes import Json, command

WHOLE = {
    "throttled": ({"error": "ThrottlingException"}, "ListFindings"),
    "denied": ({"error": "AccessDeniedException"}, "inspector2:ListFindings"),
    "expired": ({"error": "ExpiredTokenException"}, "expired"),
    "broken": ({"error": "InternalServerException"}, "AWS failed at ListFindings"),
    "silent": ({"hang_s": 20}, "AWS had not answered ListFindings"),
}


@pytest.mark.parametrize(("fault", "said"), WHOLE.values(), ids=WHOLE.keys())
def test_without_any_findings_the_card_tells_what_failed(storm: House, fault: Json, said: str) -> None:
    with storm.account.failing(inspector2_ListFindings=fault):
        card = storm.workspace.type("/sre-vuln-check")
    assert said in card.words
    assert "no findings" not in card.words.lower()
    assert "0 findings" not in card.words.lower()
    sentence, _, advice = card.words.partition("\n")
    assert sentence
    assert advice, "and what to do about it"


def test_the_whole_of_aws_failing_is_told_in_one_sentence(storm: House) -> None:
    with storm.account.failing(everything={"error": "ExpiredTokenException"}):
        for line in ("/sre-vuln-check", f"/sre-vuln-analyze {WEB_1}"):
            card = storm.workspace.type(line)
            assert "expired" in card.words
            assert len(card.words) < 500


def test_a_failing_page_leaves_a_partial_answer_that_says_so(storm: House) -> None:
    with storm.account.failing(inspector2_ListFindings={"error": "InternalServerException", "page": 2}):
        card = storm.workspace.type("/sre-vuln-check")
    assert card.text.endswith("; partial answer")
    assert "*Missing: " in card.words
    assert "CVE-" in card.words


def test_without_coverage_every_instance_is_unknown_and_none_is_clean(storm: House) -> None:
    with storm.account.failing(inspector2_ListCoverage={"error": "AccessDeniedException"}):
        card = storm.workspace.type("/sre-vuln-check")
    assert "Missing: which instances Inspector scans" in card.words
    assert "inspector2:ListCoverage" in card.words
    assert "*Instances scanned*\n0 of 12" in card.words
    assert "Inspector could not be asked" in card.words


def test_without_details_it_is_unknown_what_is_exploited(newcomer: House) -> None:
    with newcomer.account.failing(inspector2_BatchGetFindingDetails={"error": "AccessDeniedException"}):
        card = newcomer.workspace.type("/sre-vuln-check")
    assert "Missing: exploitation in the wild of CVE-" in card.words
    assert "inspector2:BatchGetFindingDetails" in card.words
    assert "*Known exploited*\nunknown" in card.words


def test_without_names_the_findings_are_still_told(storm: House) -> None:
    with storm.account.failing(ec2_DescribeInstances={"error": "AccessDeniedException"}):
        card = storm.workspace.type("/sre-vuln-check")
    assert "Missing: names, tags and exposure of the instances" in card.words
    assert "CVE-" in card.words


def test_the_next_question_is_answered_whole_again(storm: House) -> None:
    with storm.account.failing(everything={"error": "AccessDeniedException"}):
        assert "12 instances" not in storm.workspace.type("/sre-vuln-check").text
    card = storm.workspace.type("/sre-vuln-check")
    assert "partial" not in card.text
    assert "Missing" not in card.words


def test_home_says_what_failed_and_recovers_on_refresh(storm: House) -> None:
    with storm.account.failing(inspector2_ListFindings={"error": "AccessDeniedException"}):
        storm.workspace.post("home", as_="U0REQUEST1")
        assert "inspector2:ListFindings" in storm.workspace.until(storm.workspace.home).words
    storm.workspace.post("home", as_="U0REQUEST1")
    whole = storm.workspace.until(lambda: (h := storm.workspace.home()) and "Mend first" in h.words and h)
    assert whole


def test_the_terminal_says_the_same_on_one_line_and_fails(storm: House) -> None:
    with storm.account.failing(everything={"error": "ExpiredTokenException"}):
        ran = command(storm.given, "findings", "list")
    assert ran.returncode == 1
    assert ran.stdout == ""
    [line] = ran.stderr.strip().splitlines()
    assert "expired" in line
