"""The process killed at any moment, or asked to leave: what was stored is sent, and who was promised is answered."""

import random
import time
from contextlib import closing

from core.clock import SystemClock
from sandbox.slack.seed import RITA, SRE_OPS
from services.slack.outbox_deliveries import KIND, SENDING
from services.store.sqlite import SqliteStore
from tests.e2e.processes import Json, serving
from tests.faults.conftest import Scene, numbered
from tests.faults.waiting import LONG

KILLS = 100 if LONG else 3
PER_KILL = 3
DIRECT = ("D0REQUEST1", "D0APPROVE1", "D0APPROVE2")
MOMENTS_S = (0.6, 3.0)
"""Between these seconds after its start a process is killed: it begins to send within the first of them."""
Claimed = set[tuple[str, int]]


def test_what_was_stored_is_sent_after_kills_at_random_moments(scene: Scene) -> None:
    moments, claimed = random.Random(20261120), Claimed()
    scene.slack.post("faults", api={"chat.postMessage": {"latency_ms": 100}})
    for kill in range(KILLS):
        scene.ask_for(*numbered(PER_KILL * kill, PER_KILL * (kill + 1), channel=DIRECT[kill % len(DIRECT)]))
        with serving(scene.given, scene.folder) as bot:
            time.sleep(moments.uniform(*MOMENTS_S))
            bot.process.kill()
            bot.process.wait()
        claimed |= in_flight(scene)
    with scene.bot():
        scene.until_empty(60 + KILLS * PER_KILL)
    for key in [f"n{n}" for n in range(KILLS * PER_KILL)]:
        cut_off = sum(name == key for name, _ in claimed)
        assert 1 <= scene.effects(key)["posted"] <= 1 + cut_off
    assert claimed or not LONG, "no kill came in the middle of a call"


def in_flight(scene: Scene) -> Claimed:
    """The messages whose call had begun and was not recorded as answered, and which attempt it was."""
    with closing(SqliteStore.open(scene.state, SystemClock())) as store:
        return {(each.key, each.version) for each in store.find(KIND, state=SENDING, limit=1000)}


def test_a_command_in_work_when_the_process_is_killed_is_answered_by_the_next_one(scene_with_aws: Scene) -> None:
    scene = scene_with_aws
    scene.slack.post("faults", api={"users.info": {"latency_ms": 2000, "times": 1}})
    with scene.bot() as bot:
        assert command(scene)["acked"]
        bot.process.kill()
        bot.process.wait()
    with scene.bot():
        scene.slack.until(lambda: any("12 instances" in each.text for each in scene.slack.messages()))


def test_whoever_asks_while_the_process_leaves_is_answered_or_told_of_the_restart(scene_with_aws: Scene) -> None:
    scene = scene_with_aws
    scene.slack.post("faults", api={"users.info": {"latency_ms": 30_000}})
    with scene.bot() as bot:
        asked = [command(scene) for _ in range(3)]
        code, took_s = bot.terminated()
    assert (code, took_s < 10) == (0, True)
    assert all(each["acked"] for each in asked)
    told = [each.text for each in scene.slack.messages()]
    assert len([text for text in told if "restarting" in text]) == len(asked)


def command(scene: Scene) -> Json:
    return scene.slack.post("command", as_=RITA, channel=SRE_OPS, command="/sre-vuln-check", text="")
