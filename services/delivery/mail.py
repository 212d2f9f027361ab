"""Mail over SMTP, as text and HTML; the mails of one incident are one conversation."""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from core.errors import Cause, Upstream

_TIMEOUT_S = 10.0
_SUBMISSION, _SMTPS = 587, 465
_PERMANENT = 500


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail.

    `message_id` is the same at each attempt, so that whoever gets it twice can tell; `answers` is the id of the first
    of its conversation, "" for that one.
    """

    subject: str
    text: str
    html: str
    at: datetime
    message_id: str
    answers: str = ""


class Mail:
    """`url` is smtp://user:password@host:587 (with STARTTLS where the server offers it) or smtps://….

    A password is never sent over a line that is not encrypted.
    """

    def __init__(self, url: str, sender: str, recipients: Sequence[str]) -> None:
        self._server = urlsplit(url)
        self._sender = sender
        self._recipients = tuple(recipients)

    @property
    def domain(self) -> str:
        """The sender's, for ids of messages."""
        return self._sender.rpartition("@")[2]

    def send(self, letter: Letter) -> None:
        """Send one to all recipients of the rule."""
        message = EmailMessage()
        message["Subject"] = letter.subject
        message["From"] = self._sender
        message["To"] = ", ".join(self._recipients)
        message["Date"] = format_datetime(letter.at)
        message["Message-ID"] = letter.message_id
        message["Auto-Submitted"] = "auto-generated"
        if letter.answers:
            message["In-Reply-To"] = message["References"] = letter.answers
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        self._send(message)

    def _send(self, message: EmailMessage) -> None:
        try:
            with self._connected() as server:
                refused = server.send_message(message)
        except smtplib.SMTPResponseException as error:
            retryable = error.smtp_code < _PERMANENT
            raise _failed(f"answered {error.smtp_code}", retryable=retryable) from None
        except smtplib.SMTPRecipientsRefused:
            raise _failed("refused every recipient", retryable=False) from None
        except (OSError, smtplib.SMTPException) as error:
            raise _failed(f"did not take the mail ({type(error).__name__})", retryable=True) from None
        if refused:
            raise _failed(f"refused {len(refused)} of the recipients", retryable=False)

    def _connected(self) -> smtplib.SMTP:
        host, context = self._server.hostname or "", ssl.create_default_context()
        if self._server.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self._server.port or _SMTPS, timeout=_TIMEOUT_S, context=context
            )
        else:
            server = smtplib.SMTP(host, self._server.port or _SUBMISSION, timeout=_TIMEOUT_S)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif self._server.password:
                server.close()
                raise _failed("offers no encryption, so no password is sent to it", retryable=False)
        if self._server.username:
            server.login(unquote(self._server.username), unquote(self._server.password or ""))
        return server


def _failed(what: str, *, retryable: bool) -> Upstream:
    cause = Cause.BROKEN if retryable else Cause.REFUSED
    return Upstream(f"The mail server {what}.", cause=cause, retryable=retryable)
