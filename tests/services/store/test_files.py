"""Files that wait to be sent."""

import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import BadRequest, NotFound, Upstream
from services.store.files import FOLDER, MOST_BYTES, Files
from tests.services.store.conftest import FakeClock

PNG = b"\x89PNG\r\n\x1a\n and more"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def files(tmp_path: Path, clock: FakeClock) -> Files:
    return Files(tmp_path, clock)


def test_what_was_put_is_got_by_its_digest(files: Files) -> None:
    assert files.get(files.put(PNG)) == PNG


def test_another_process_gets_it_too(files: Files, tmp_path: Path, clock: FakeClock) -> None:
    digest = files.put(PNG)
    assert Files(tmp_path, clock).get(digest) == PNG


def test_the_same_bytes_are_one_file_that_only_its_owner_reads(files: Files, tmp_path: Path) -> None:
    assert files.put(PNG) == files.put(PNG)
    [path] = (tmp_path / FOLDER).iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("content", [b"", b"x" * (MOST_BYTES + 1)], ids=["empty", "too large"])
def test_nothing_empty_and_nothing_huge_is_kept(files: Files, content: bytes) -> None:
    with pytest.raises(BadRequest, match="bytes cannot be kept"):
        files.put(content)


@pytest.mark.parametrize("digest", ["0" * 64, "", "../state.db", "0" * 63 + "/"])
def test_what_is_not_kept_is_not_found(files: Files, digest: str) -> None:
    with pytest.raises(NotFound):
        files.get(digest)


def test_a_damaged_file_is_as_good_as_gone(files: Files, tmp_path: Path) -> None:
    digest = files.put(PNG)
    (tmp_path / FOLDER / digest).write_bytes(PNG[:-1])
    with pytest.raises(NotFound):
        files.get(digest)


def test_the_sweep_takes_what_is_old_and_the_left_overs_of_a_crash(
    files: Files, tmp_path: Path, clock: FakeClock
) -> None:
    old, kept = files.put(b"old"), files.put(b"asked for again")
    left_over = tmp_path / FOLDER / "0123.part"
    left_over.write_bytes(b"half")
    os.utime(left_over, (clock.monotonic(), clock.monotonic()))
    clock.advance(days=60)
    files.put(b"asked for again")
    clock.advance(days=31)
    assert files.sweep() == 2
    assert files.get(kept)
    with pytest.raises(NotFound):
        files.get(old)


def test_there_is_nothing_to_sweep_before_the_first_file(files: Files) -> None:
    assert files.sweep(timedelta(0)) == 0


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    with pytest.raises(Upstream, match="cannot be"):
        Files(tmp_path, clock).put(PNG)
    with pytest.raises(Upstream, match="cannot be used"):
        Files(tmp_path, clock).get("0" * 64)


def test_many_threads_may_put_the_same(files: Files, tmp_path: Path) -> None:
    threads = [threading.Thread(target=files.put, args=(PNG,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list((tmp_path / FOLDER).iterdir())) == 1
