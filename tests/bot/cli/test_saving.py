"""Files on the disk of whoever asked."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import operations
from bot.cli.saving import saved
from commands.health import get_health
from commands.spec import row_of
from core.attachment import Attachment
from core.errors import BadRequest

CHART = Attachment(name="cpu.png", title="CPU", media_type="image/png", content=b"png", alt_text="flat")


def test_files_are_written_into_a_folder_that_is_made_when_missing(tmp_path: Path) -> None:
    [path] = saved([CHART], tmp_path / "new" / "one")
    assert (path, path.read_bytes()) == (tmp_path / "new" / "one" / "cpu.png", b"png")


def test_nothing_that_stands_there_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "cpu.png").write_bytes(b"mine")
    names = [path.name for path in saved([CHART, CHART], tmp_path)]
    assert names == ["cpu-2.png", "cpu-3.png"]
    assert (tmp_path / "cpu.png").read_bytes() == b"mine"


def test_where_nothing_can_be_written_one_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadRequest, match="Nothing can be saved in"):
        list(saved([CHART], tmp_path / "file"))


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Attachment]:
    """The health command with files of the test's choice."""
    files = [CHART]
    monkeypatch.setenv("SRE_DATA_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SRE_AUDIT_DIR", str(tmp_path / "audit"))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    command = replace(get_health, files=lambda _: tuple(files))
    monkeypatch.setattr(operations, "load", lambda _: command)
    return files


@pytest.mark.usefixtures("drawing")
def test_save_writes_the_files_and_says_where_beside_the_answer(tmp_path: Path) -> None:
    command = operations.command_of(row_of("get_health"), "health")
    ended = CliRunner().invoke(command, ["--json", "--save", str(tmp_path / "out")])
    assert ended.stdout.startswith("{")
    assert ended.stderr == f"Saved {tmp_path}/out/cpu.png\n"
    assert (tmp_path / "out" / "cpu.png").exists()


def test_an_answer_without_files_says_so(drawing: list[Attachment], tmp_path: Path) -> None:
    drawing.clear()
    ended = CliRunner().invoke(operations.command_of(row_of("get_health"), "health"), ["--save", str(tmp_path / "out")])
    assert ended.stderr == "This answer has no files.\n"


def test_operations_without_files_have_no_such_option() -> None:
    assert "--save" not in [
        each for param in operations.command_of(row_of("get_health"), "health").params for each in param.opts
    ]
