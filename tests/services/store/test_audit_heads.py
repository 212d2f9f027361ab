from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.audit import Head
from core.errors import Upstream
from services.store.audit_heads import FILE, Heads

HEAD = Head(count=4, seal="a" * 64, at=datetime(2026, 3, 1, tzinfo=UTC))


def test_what_was_published_is_read_again_in_order(tmp_path: Path) -> None:
    heads = Heads(tmp_path / "audit")
    assert heads.published() == []
    later = HEAD.model_copy(update={"count": 9})
    heads.publish(HEAD)
    heads.publish(later)
    assert Heads(tmp_path / "audit").published() == [HEAD, later]


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    Heads(tmp_path).publish(HEAD)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"not a head\n", b"\xff\xfe", b'{"count": 1}\n'])
def test_a_file_that_was_touched_is_told_and_never_read_as_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(Upstream):
        Heads(tmp_path).published()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Upstream, match="cannot be written"):
        Heads(tmp_path / "file").publish(HEAD)
