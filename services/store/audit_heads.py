"""The heads of the audit chain that were published: a file that only grows, in a folder apart from the state."""

import os
from pathlib import Path

from pydantic import ValidationError

from core.audit import Head
from core.errors import Cause, Upstream

FILE = "audit-heads.jsonl"


class Heads:
    """One line of JSON per head, oldest first."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def publish(self, head: Head) -> None:
        """Add a head, on disk when this returns.

        Raises:
            Upstream: the file cannot be written.
        """
        line = f"{head.model_dump_json()}\n".encode()
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(handle, line)
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise self._refused(f"cannot be written: {error.strerror}") from error

    def published(self) -> list[Head]:
        """All of them; none where nothing has been published yet.

        Raises:
            Upstream: the file cannot be read, or a line of it is no head.
        """
        try:
            lines = self._path.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as error:
            raise self._refused("cannot be read") from error
        try:
            return [Head.model_validate_json(line) for line in lines]
        except ValidationError as error:
            raise self._refused("has a line that is no head of the audit log") from error

    def _refused(self, what: str) -> Upstream:
        return Upstream(
            f"The file of published audit heads {self._path} {what}.",
            cause=Cause.BROKEN,
            retryable=False,
            advice="Look at the file, or point SRE_AUDIT_DIR at another folder.",
        )
