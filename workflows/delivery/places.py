"""What each place is told, in the form that it wants."""

from typing import Protocol

from blocks.delivery.jira import comment_body, issue_fields, label_of
from blocks.delivery.mail import mail_html, mail_subject, mail_text
from blocks.delivery.sns import sns_message, sns_subject
from blocks.delivery.teams import teams_message
from core.delivery.report import Report
from core.delivery.rule import DeliveryRule
from services.delivery.jira import Jira
from services.delivery.mail import Letter, Mail
from services.delivery.teams import Teams
from services.delivery.topic import Topic


class Place(Protocol):
    """Somewhere that is told of incidents."""

    def tell(self, report: Report, reference: str, number: int) -> str:
        """Tell a report, and return what the place calls the incident.

        Args:
            report: The incident as it is now.
            reference: What the place called it at the first telling; "" at the first.
            number: Which telling this is, from 1; with the incident's id it is the key under which it is told.

        Raises:
            Upstream: the place did not take it; `retryable` says whether trying again can help.
        """
        ...


class JiraPlace:
    """One issue per incident: made once, commented and moved on as the incident goes."""

    def __init__(self, jira: Jira, rule: DeliveryRule) -> None:
        self._jira = jira
        self._rule = rule

    def tell(self, report: Report, reference: str, number: int) -> str:
        """Make the issue, or say in it what changed; the issue's key. An answer that was lost is looked for."""
        del number
        fields = issue_fields(report)
        if not reference:
            kind = {"project": {"key": self._rule.project}, "issuetype": {"name": self._rule.issue_type}}
            return self._jira.find(self._rule.project, label_of(report)) or self._jira.create({**kind, **fields})
        self._jira.rename(reference, str(fields["summary"]))
        self._jira.comment(reference, comment_body(report))
        moves = {"resolved": self._rule.on_resolve, "acknowledged": self._rule.on_acknowledge}
        if transition := moves.get(report.state):
            self._jira.move(reference, transition)
        return reference


class MailPlace:
    """A conversation per incident."""

    def __init__(self, mail: Mail) -> None:
        self._mail = mail

    def tell(self, report: Report, reference: str, number: int) -> str:
        """Send a mail; the id of the first one."""
        own = f"<{report.incident_id}.{number}@{self._mail.domain}>"
        self._mail.send(
            Letter(
                subject=mail_subject(report),
                text=mail_text(report),
                html=mail_html(report),
                at=report.last_seen,
                message_id=own,
                answers=reference,
            )
        )
        return reference or own


class TeamsPlace:
    """A card for each telling, as workflows edit none."""

    def __init__(self, teams: Teams) -> None:
        self._teams = teams

    def tell(self, report: Report, reference: str, number: int) -> str:
        """Post a card."""
        self._teams.post(teams_message(report), f"{report.incident_id}-{number}")
        return reference or report.incident_id


class TopicPlace:
    """A message for programs."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic

    def tell(self, report: Report, reference: str, number: int) -> str:
        """Publish it."""
        key = f"{report.incident_id}-{number}"
        self._topic.publish(sns_subject(report), sns_message(report), report.incident_id, key)
        return reference or report.incident_id
