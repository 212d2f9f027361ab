"""A mail server that takes everything for any recipient of example.com and keeps it."""

from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.receivers.received import Received

_DOMAIN = "@example.com"


class Mailbox:
    """Refuses other domains, as a server without relaying does."""

    def __init__(self, received: Received) -> None:
        self._received = received

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        """Take a recipient or refuse it."""
        del server, session, rcpt_options
        if not address.endswith(_DOMAIN):
            return "550 5.7.1 Relaying denied"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  as above
        """Keep a mail."""
        del server, session
        if status := self._received.failing.get("email"):
            return f"{status} 4.3.0 Try again later"
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        mail = message_from_bytes(content, policy=default)
        parts = {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
        self._received.note(
            "email",
            subject=str(mail["Subject"]),
            to=envelope.rcpt_tos,
            id=str(mail["Message-ID"]),
            answers=str(mail["In-Reply-To"] or ""),
            text=parts.get("text/plain", ""),
            html=parts.get("text/html", ""),
        )
        return "250 OK"


def mail_server(received: Received, port: int) -> Controller:
    """Not started yet; loopback alone."""
    return Controller(Mailbox(received), hostname="127.0.0.1", port=port)
