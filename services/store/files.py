"""Files that wait to be sent, in a folder beside the state; each is named after its content, so twins are one file."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from core.clock import Clock
from core.errors import BadRequest, Cause, NotFound, Upstream
from services.store.opening import make_folder

FOLDER = "files"
KEEP = timedelta(days=90)
"""A file that was not asked for in so long is gone; what waits longer is a dead letter, long past any use."""

MOST_BYTES = 32 * 1024 * 1024
"""Larger ones are refused: a file is held in memory while it is sent, and a chart or report is a tenth of this."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Files:
    """Bytes by their SHA-256. Safe to share between threads and processes."""

    def __init__(self, data_dir: Path, clock: Clock) -> None:
        self._folder = data_dir / FOLDER
        self._clock = clock

    def put(self, content: bytes) -> str:
        """Keep a file, on disk when this returns, and say its digest; one that is there already counts as new again.

        Raises:
            BadRequest: it is empty or larger than `MOST_BYTES`; Slack takes no empty file.
            Upstream: it cannot be written.
        """
        if not 0 < len(content) <= MOST_BYTES:
            raise BadRequest(f"A file of {len(content):,} bytes cannot be kept (1 to {MOST_BYTES:,}).")
        digest = sha256(content).hexdigest()
        make_folder(self._folder)
        with self._in_our_words():
            self._write(self._folder / digest, content)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of a file.

        Raises:
            NotFound: it is not there any more, or is damaged.
            Upstream: it cannot be read.
        """
        content = b""
        if _DIGEST.fullmatch(digest):
            with self._in_our_words(), suppress(FileNotFoundError):
                content = (self._folder / digest).read_bytes()
        if sha256(content).hexdigest() != digest:
            raise NotFound("The file is not kept any more.")
        return content

    def sweep(self, keep: timedelta = KEEP) -> int:
        """Remove what is older than that, left-overs of a crash too, and say how many there were.

        Raises:
            Upstream: a file cannot be removed.
        """
        oldest = (self._clock.now() - keep).timestamp()
        removed = 0
        with self._in_our_words(), suppress(FileNotFoundError):
            for path in list(self._folder.iterdir()):
                with suppress(FileNotFoundError):  # another process sweeps too
                    if path.stat().st_mtime < oldest:
                        path.unlink()
                        removed += 1
        return removed

    def _write(self, path: Path, content: bytes) -> None:
        """Write beside the name and rename: under a digest there is the whole content or nothing, whatever crashes."""
        beside = path.with_name(f"{token_hex(8)}.part")
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            now = self._clock.now().timestamp()
            os.utime(beside, (now, now))
            beside.replace(path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as error:
            raise Upstream(
                f"The folder {self._folder} cannot be used: {error.strerror}.",
                cause=Cause.BROKEN,
                retryable=True,
                advice="Free some space, or look at its disk.",
            ) from error


def _sync_folder(folder: Path) -> None:
    """Bring a new name to disk; without it a power cut can lose the file that its message already names."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
