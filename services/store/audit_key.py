"""The key of the audit log: from the environment or secret store, else from a file apart from the state."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from core.errors import BadRequest, Cause, Upstream

FILE = "audit.key"
_SHORTEST = 32


def audit_key(given: str, folder: Path) -> bytes:
    """The configured key, or the one in the folder, which is made where there is none.

    Raises:
        BadRequest: the configured key is too short to protect anything.
        Upstream: the file cannot be read or made.
    """
    if given:
        return _long_enough(given, "SRE_AUDIT_KEY")
    path = folder / FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _long_enough(_read_or_make(path), str(path))
    except OSError as error:
        sentence = f"The audit key {path} cannot be used: {error.strerror}."
        advice = "Set SRE_AUDIT_KEY, or point SRE_AUDIT_DIR at a folder that this user can write to."
        raise Upstream(sentence, cause=Cause.DENIED, retryable=False, advice=advice) from error


def _read_or_make(path: Path) -> str:
    if not path.exists():
        # Written aside and linked, so that nobody ever reads half a key, and of two that are made the first stays.
        aside = path.with_name(f"{FILE}.{token_hex(4)}")
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(token_hex(_SHORTEST))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(aside)
        aside.unlink()
    return path.read_text("ascii").strip()


def _long_enough(key: str, where: str) -> bytes:
    if len(key) < _SHORTEST:
        raise BadRequest(
            f"The audit key in {where} has fewer than {_SHORTEST} characters.",
            advice="Make one with `openssl rand -hex 32`. What was sealed before is verified with the key before.",
        )
    return key.encode()
