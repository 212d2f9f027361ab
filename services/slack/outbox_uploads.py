"""A file's way into a thread: Slack gives a URL, takes the bytes there, and shows the file when that is completed.

https://docs.slack.dev/messaging/working-with-files#upload
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from core.clock import Clock
from core.errors import BadRequest, Cause, NotFound, Upstream
from services.slack.errors import SlackRefused, SlackThrottled
from services.slack.outbox_deliveries import Place, Ticket
from services.slack.outbox_message import FileOf, KeptFiles, SlackApi

LONGEST_ALT_TEXT = 1_000
"""https://docs.slack.dev/reference/methods/files.getUploadURLExternal#errors: alt_txt_too_large."""

USABLE = timedelta(minutes=5)
"""Slack discards uploads that are not completed and does not say when; an older one is begun again instead."""

_COMPLETED_BEFORE = frozenset({"file_not_found", "file_update_failed"})


class Uploads:
    """Takes files to Slack in two parts, between which the caller stores the ticket of the first."""

    def __init__(self, api: SlackApi, files: KeptFiles, clock: Clock) -> None:
        self._api = api
        self._files = files
        self._clock = clock

    def begin(self, file: FileOf, doubts: int) -> Ticket:
        """Bring the bytes to Slack, where nobody sees them yet; so no failure here can leave a duplicate.

        Raises:
            Upstream: not retryable where Slack refuses the file or its bytes are not kept any more.
        """
        with final_where_useless(), without_effect():
            content = self._files.get(file.digest)
            answer = self._api.call(
                "files.getUploadURLExternal",
                filename=file.name,
                length=len(content),
                alt_txt=file.alt_text[:LONGEST_ALT_TEXT] or None,
            )
            self._api.upload(str(answer["upload_url"]), content)
        return Ticket(file_id=str(answer["file_id"]), digest=file.digest, uploaded=self._clock.now(), doubts=doubts)

    def usable(self, ticket: Ticket, file: FileOf) -> bool:
        """Whether an upload that was begun can still be completed."""
        return ticket.digest == file.digest and self._clock.now() - ticket.uploaded < USABLE

    def complete(self, file: FileOf, ticket: Ticket, address: Mapping[str, object], *, doubtful: bool) -> Place:
        """Show an uploaded file in its thread. A completion works once, so after a lost answer it is asked for again.

        Slack's "This method can only be called once" (its page) is what tells whether the first one had an effect.
        """
        try:
            self._api.call(
                "files.completeUploadExternal",
                files=[{"id": ticket.file_id, "title": file.title}],
                channel_id=address["channel"],
                thread_ts=address.get("thread_ts"),
            )
        except SlackRefused as error:
            if not (doubtful and error.code in _COMPLETED_BEFORE):
                raise
        return Place(channel=str(address["channel"]), ts="")


@contextmanager
def without_effect() -> Iterator[None]:
    """Say of failures inside that they changed nothing that anybody sees, whatever Slack made of the call."""
    try:
        yield
    except Upstream as error:
        if not error.retryable or isinstance(error, SlackThrottled):
            raise
        raise Upstream(error.sentence, cause=Cause.UNREACHABLE, retryable=True, advice=error.advice) from error


@contextmanager
def final_where_useless() -> Iterator[None]:
    """Give up where no repetition can help: the bytes are gone, or Slack named a URL that is not its own."""
    try:
        yield
    except (NotFound, BadRequest) as error:
        raise Upstream(error.sentence, cause=Cause.REFUSED, retryable=False) from error
