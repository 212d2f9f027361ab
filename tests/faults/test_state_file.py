"""The state file locked, full, damaged or gone: questions are answered, nothing is lost in silence or made anew."""

import os
import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from sandbox.slack.seed import RITA, SRE_OPS
from services.store.sqlite import FILE
from tests.e2e.processes import Bot, Json, command, part_of
from tests.faults.conftest import Scene, integrity, numbered
from tests.faults.waiting import LONG

LOCKED_S = 30 if LONG else 4
MAGIC_BYTES = 16


@contextmanager
def locked(scene: Scene) -> Iterator[None]:
    """Another process is in the middle of a long write."""
    with closing(sqlite3.connect(scene.state / FILE, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


def test_a_locked_state_delays_no_question_and_loses_no_message(scene: Scene) -> None:
    with scene.bot() as bot:
        scene.ask_for(*numbered(0, 2))
        scene.slack.until(lambda: scene.posted()[1:])
        with locked(scene):
            ends = time.monotonic() + LOCKED_S
            while time.monotonic() < ends:
                assert help_asked(scene)["acked"], bot.log
        scene.ask_for(*numbered(2, 3))
        scene.until_empty(30)
    assert scene.posted()[-1] == "n2"


def test_a_full_disk_is_told_and_what_comes_when_there_is_room_again_is_sent(scene: Scene) -> None:
    with scene.bot() as bot:
        bot.health_when(lambda told: part_of(told, "Slack")["state"] == "good")
        with no_room(bot):
            scene.ask_for(*numbered(0, 2))
            assert help_asked(scene)["acked"]
            status, _ = bot.health_when(lambda told: part_of(told, "messages")["state"] == "down")
            assert status == 503
        scene.until_empty(60)
        bot.health_when(lambda told: part_of(told, "messages")["state"] == "good")
    assert set(scene.posted()) == {"n0", "n1"}
    assert integrity(scene.state) == "ok"


@contextmanager
def no_room(bot: Bot) -> Iterator[None]:
    """No file of the process may grow: what a full disk means to SQLite."""
    pid, unlimited = bot.process.pid, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)


def test_a_state_that_lost_its_header_is_kept_and_not_replaced(scene: Scene) -> None:
    stored(scene)
    file = scene.state / FILE
    with file.open("r+b") as damaged:
        damaged.write(bytes(MAGIC_BYTES))
    before = file.read_bytes()
    ran = command(scene.given, "serve")
    assert ran.returncode == 1
    assert str(file) in ran.stderr
    assert file.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to everything")
def test_a_state_that_is_read_only_is_told_and_left_alone(scene: Scene) -> None:
    stored(scene)
    (scene.state / FILE).chmod(0o400)
    ran = command(scene.given, "serve")
    assert ran.returncode == 1
    assert "read-only" in ran.stderr


def test_a_write_ahead_log_that_was_cut_off_costs_the_last_change_at_most(scene: Scene) -> None:
    with scene.bot() as bot:
        scene.ask_for(*numbered(0, 3))
        scene.until_empty(20)
        bot.process.kill()
        bot.process.wait()
    log = scene.state / f"{FILE}-wal"
    if log.exists():
        with log.open("r+b") as cut:
            cut.truncate(log.stat().st_size // 2)
    assert integrity(scene.state) == "ok"
    with scene.bot():
        scene.ask_for(*numbered(3, 4))
        scene.until_empty(20)
    assert scene.posted()[-1] == "n3"


def test_a_state_that_is_gone_is_begun_anew(scene: Scene) -> None:
    stored(scene)
    for file in scene.state.glob(f"{FILE}*"):
        file.unlink()
    with scene.bot():
        scene.ask_for(*numbered(0, 1))
        scene.until_empty(20)
    assert scene.posted() == ["n0"]


def stored(scene: Scene) -> None:
    """A state with something in it, and nobody at it."""
    with scene.outbox() as outbox:
        assert outbox.health().queued == 0


def help_asked(scene: Scene) -> Json:
    return scene.slack.post("command", as_=RITA, channel=SRE_OPS, command="/sre-help", text="")
