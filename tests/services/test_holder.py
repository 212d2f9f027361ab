"""Whether a process is dead."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from services import holder
from services.holder import is_dead, this_process

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="told on Linux only")
SAY = "from services.holder import this_process; print(this_process(), flush=True); input()"


def test_this_process_lives() -> None:
    assert this_process() != ""
    assert not is_dead(this_process())


def test_one_that_ended_is_dead_also_while_nobody_has_noticed() -> None:
    command = [sys.executable, "-c", SAY]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = process.stdout.readline().strip()
        assert not is_dead(told)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert is_dead(told)
    assert is_dead(told)


def test_one_that_got_the_number_of_a_dead_one_is_another() -> None:
    place, pid, started = this_process().rsplit(" ", 2)
    assert is_dead(f"{place} {pid} {int(started) + 1}")


@pytest.mark.parametrize("told", ["", "nonsense", "elsewhere pid:[1] 1 2"])
def test_of_other_machines_nothing_is_known(told: str) -> None:
    assert not is_dead(told)


def test_where_the_system_tells_nothing_nobody_is_known_to_be_dead(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = this_process()
    monkeypatch.setattr(holder, "_BOOT", tmp_path / "nothing")
    assert this_process() == ""
    assert not is_dead(told)
