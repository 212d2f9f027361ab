"""Lines to Slack that break under load: what was acknowledged is answered once, and health tells of an outage."""

import asyncio
from collections import Counter

import aiohttp
import pytest

from sandbox.slack.seed import RITA, SRE_OPS
from tests.e2e.processes import Json, part_of
from tests.faults.conftest import Scene
from tests.faults.waiting import LONG, waited_for

BREAKS = 100 if LONG else 5
EVERY_S = 0.1
REASONS = ["refresh_requested", "close", "reset"] if LONG else ["refresh_requested", "reset"]
OUTAGE_S = 600 if LONG else 1


@pytest.mark.parametrize("reason", REASONS)
def test_broken_lines_under_load_lose_and_double_nothing_that_was_acknowledged(scene: Scene, reason: str) -> None:
    with scene.bot():
        said = asyncio.run(load(scene.slack.url, reason))
        acked = [each["response_url"].rpartition("/response/")[2] for each in said if each["acked"]]
        waited_for(lambda: set(acked) <= set(uses(scene)), 10)
    assert {uses(scene)[key] for key in acked} == {1}
    assert acked
    if reason == "refresh_requested":
        assert len(acked) == len(said)


def test_an_envelope_that_slack_sends_again_is_run_once(scene: Scene) -> None:
    with scene.bot():
        scene.slack.post("faults", envelopes={"duplicates": 5})
        said = [command(scene) for _ in range(5)]
        waited_for(lambda: len(uses(scene)) == len(said), 10)
    assert set(uses(scene).values()) == {1}


def test_an_outage_is_told_in_health_and_ends_by_itself(scene: Scene) -> None:
    with scene.bot() as bot:
        scene.slack.post("faults", api={"*": {"status": 503, "for_s": OUTAGE_S}})
        scene.slack.post("disconnect", reason="close")
        status, _ = bot.health_when(lambda told: part_of(told, "Slack")["state"] == "down", seconds=30)
        assert status == 503
        bot.health_when(lambda told: part_of(told, "Slack")["state"] == "good", seconds=OUTAGE_S + 40)
        assert command(scene)["acked"]


def test_an_answer_survives_a_line_that_breaks_between_acknowledgement_and_work(scene_with_aws: Scene) -> None:
    scene = scene_with_aws
    scene.slack.post("faults", api={"users.info": {"latency_ms": 500, "times": 1}})
    with scene.bot():
        assert command(scene, "/sre-vuln-check")["acked"]
        scene.slack.post("disconnect", reason="reset")
        scene.slack.until(lambda: any("12 instances" in each.text for each in scene.slack.messages()))


def command(scene: Scene, name: str = "/sre-help") -> Json:
    return scene.slack.post("command", as_=RITA, channel=SRE_OPS, command=name, text="")


def uses(scene: Scene) -> Counter[str]:
    return Counter(scene.slack.get("effects")["response_urls"])


async def load(url: str, reason: str) -> list[Json]:
    """Type a command at twice the pace at which lines break."""

    async def post(path: str, after_s: float, body: Json) -> Json:
        await asyncio.sleep(after_s)
        async with session.post(f"{url}/control/{path}", json=body) as answer:
            said: Json = await answer.json()
            return said

    typed = {"as": RITA, "channel": SRE_OPS, "command": "/sre-help", "text": ""}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        breaking = [post("disconnect", n * EVERY_S, {"reason": reason}) for n in range(BREAKS)]
        typing = [post("command", n * EVERY_S / 2, typed) for n in range(2 * BREAKS)]
        _, said = await asyncio.gather(asyncio.gather(*breaking), asyncio.gather(*typing))
        return said
