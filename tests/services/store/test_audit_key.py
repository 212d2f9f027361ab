from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import BadRequest, Upstream
from services.store.audit_key import FILE, audit_key

GIVEN = "fake" * 8


def test_the_configured_key_is_taken_and_nothing_is_written(tmp_path: Path) -> None:
    assert audit_key(GIVEN, tmp_path) == GIVEN.encode()
    assert list(tmp_path.iterdir()) == []


def test_without_one_a_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    made = audit_key("", tmp_path / "audit")
    assert len(made) == 64
    assert audit_key("", tmp_path / "audit") == made
    assert (tmp_path / "audit" / FILE).stat().st_mode & 0o777 == 0o600


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: audit_key("", tmp_path), range(8)))) == 1


def test_a_short_key_is_refused_with_a_way_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BadRequest) as raised:
        audit_key("short", tmp_path)
    assert "openssl rand" in raised.value.advice


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Upstream, match="cannot be used"):
        audit_key("", tmp_path / "file" / "audit")
