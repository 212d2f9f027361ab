"""Each place is told over the wire of the sandbox's own, which is as strict as the real one."""

import pytest

from core.errors import Cause, Upstream
from sandbox.receivers.jira import TOKEN, USER
from sandbox.receivers.teams import PATH, SIGNATURE
from services.delivery.jira import Jira
from services.delivery.mail import Mail
from services.delivery.teams import Teams
from tests.core.delivery.examples import MAIL, TICKETS, report
from tests.services.delivery.conftest import Outside
from workflows.delivery.places import JiraPlace, MailPlace, TeamsPlace

LONG = "web-1 <b>*_`|</b> \u202e" + "x" * 2000 + "\nBcc: all@example.com"


def jira(outside: Outside, token: str = TOKEN) -> JiraPlace:
    return JiraPlace(Jira(outside.url, USER, token), TICKETS)


def teams(outside: Outside, signature: str = SIGNATURE) -> TeamsPlace:
    return TeamsPlace(Teams(f"{outside.url}{PATH}?api-version=1&sig={signature}"))


def mail(outside: Outside) -> MailPlace:
    return MailPlace(Mail(outside.smtp_url, MAIL.sender, MAIL.recipients))


def test_jira_has_one_issue_that_is_commented_and_moved_on(outside: Outside) -> None:
    place = jira(outside)
    key = place.tell(report(), "", 1)
    assert place.tell(report(state="acknowledged"), key, 2) == key
    place.tell(report(state="resolved"), key, 3)
    assert [(each["did"], each.get("status", "")) for each in outside.got("jira")] == [
        ("created", ""),
        ("commented", ""),
        ("moved", "In Progress"),
        ("commented", ""),
        ("moved", "Done"),
    ]
    assert outside.got("jira")[0]["labels"] == ["sre-assistant", "sre-inc-0001"]


def test_an_issue_whose_answer_was_lost_is_found_and_not_made_again(outside: Outside) -> None:
    outside.received.lost["/rest/api/3/issue"] = 1
    place = jira(outside)
    with pytest.raises(Upstream, match="Jira did not answer"):
        place.tell(report(), "", 1)
    assert place.tell(report(), "", 1) == "OPS-1"
    assert len(outside.got("jira")) == 1


def test_wrong_credentials_are_no_reason_to_try_again(outside: Outside) -> None:
    with pytest.raises(Upstream, match="Jira answered 401") as caught:
        jira(outside, "wrong").tell(report(), "", 1)
    assert (caught.value.retryable, caught.value.cause) == (False, Cause.DENIED)
    assert "wrong" not in str(caught.value)


@pytest.mark.parametrize(("status", "retryable"), [(429, True), (503, True), (400, False)])
def test_what_may_pass_is_told_apart_from_what_will_not(outside: Outside, status: int, retryable: bool) -> None:  # noqa: FBT001
    outside.received.failing = {"jira": status, "teams": status}
    for place in (jira(outside), teams(outside)):
        with pytest.raises(Upstream) as caught:
            place.tell(report(), "", 1)
        assert caught.value.retryable is retryable


def test_nobody_listening_may_pass() -> None:
    place = JiraPlace(Jira("http://127.0.0.1:9", USER, TOKEN), TICKETS)
    with pytest.raises(Upstream, match="Jira did not answer") as caught:
        place.tell(report(), "", 1)
    assert caught.value.retryable


def test_teams_gets_a_card_that_it_accepts(outside: Outside) -> None:
    teams(outside).tell(report(), "", 1)
    [card] = outside.got("teams")
    assert card["title"].replace("\\", "") == "[high] Disk use of web-1 is above 90 (open)"


def test_the_signature_of_the_workflow_is_in_no_error(outside: Outside) -> None:
    with pytest.raises(Upstream) as caught:
        teams(outside, "secret-of-the-team").tell(report(), "", 1)
    assert "secret-of-the-team" not in str(caught.value)


def test_mails_of_one_incident_are_one_conversation_in_text_and_html(outside: Outside) -> None:
    place = mail(outside)
    first = place.tell(report(), "", 1)
    assert place.tell(report(state="resolved"), first, 2) == first
    opened, ended = outside.got("email")
    assert (opened["id"], opened["answers"], ended["answers"]) == (first, "", first)
    assert "Most likely cause: Logs fill the disk" in " ".join(opened["text"].split())
    assert "<code>journalctl --vacuum-size=1G</code>" in opened["html"]


def test_a_server_that_refuses_for_now_is_tried_again(outside: Outside) -> None:
    outside.received.failing = {"email": 451}
    with pytest.raises(Upstream) as caught:
        mail(outside).tell(report(), "", 1)
    assert caught.value.retryable


def test_a_password_is_never_sent_without_encryption(outside: Outside) -> None:
    url = outside.smtp_url.replace("smtp://", "smtp://bot:obviously-fake@")
    with pytest.raises(Upstream, match="offers no encryption") as caught:
        MailPlace(Mail(url, MAIL.sender, MAIL.recipients)).tell(report(), "", 1)
    assert "obviously-fake" not in str(caught.value)
    assert not outside.got("email")


def test_whatever_a_stranger_wrote_is_taken_as_text_everywhere(outside: Outside) -> None:
    hostile = report(title=LONG, message=LONG, service=LONG, actions=(LONG,))
    for place in (jira(outside), teams(outside), mail(outside)):
        place.tell(hostile, "", 1)
    [sent] = outside.got("email")
    assert sent["to"] == ["sre@example.com"]
    assert "\n" not in sent["subject"]
    assert "web-1 <b>" not in sent["html"]
