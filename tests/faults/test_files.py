"""Files on their way into a thread while Slack fails or the process is killed: each arrives, and arrives once."""

import pytest

from core.clock import SystemClock
from sandbox.slack.seed import AARON, RITA, SRE_OPS
from services.slack.outbox import FileOf, Message
from services.store.files import Files
from tests.e2e.account import WEB_1
from tests.e2e.processes import Json
from tests.faults.conftest import Scene
from tests.faults.waiting import LONG, waited_for

STEPS = ("files.getUploadURLExternal", "upload", "files.completeUploadExternal")
BRIEFLY = [
    {"lost_reply": True, "times": 1},
    {"status": 503, "times": 2},
    {"error": "ratelimited", "retry_after": 1, "times": 1},
]
FAULTS = BRIEFLY if LONG else BRIEFLY[:1]
KILLED_AT = STEPS if LONG else STEPS[2:]


def chart(scene: Scene) -> list[Message]:
    """A root and the picture of its thread."""
    kept = FileOf(digest=Files(scene.state, SystemClock()).put(b"a picture"), name="cpu.png", title="CPU")
    root = Message(key="root", channel=SRE_OPS, text="root")
    return [root, Message(key="chart", channel=SRE_OPS, text="no chart", thread_key="root", file=kept)]


def thread(scene: Scene) -> list[Json]:
    """The messages of the thread, once the file is among them."""
    [root] = scene.slack.until(lambda: scene.slack.messages(RITA, SRE_OPS))
    scene.slack.until(lambda: any("files" in each.raw for each in scene.slack.messages(RITA, SRE_OPS, root.ts)), 40)
    scene.until_empty(40)
    return [each.raw for each in scene.slack.messages(RITA, SRE_OPS, root.ts)]


def told(messages: list[Json]) -> list[str]:
    return [each["files"][0]["title"] if "files" in each else each["text"] for each in messages]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_step_that_fails_once_costs_no_file_and_doubles_none(scene: Scene, step: str, fault: Json) -> None:
    scene.slack.post("faults", api={step: fault})
    with scene.bot():
        scene.ask_for(*chart(scene))
        assert told(thread(scene)) == ["root", "CPU"]


@pytest.mark.parametrize("step", KILLED_AT)
def test_a_process_killed_at_any_step_leaves_the_file_to_the_next_one(scene: Scene, step: str) -> None:
    scene.slack.post("faults", api={step: {"latency_ms": 3000, "lost_reply": True, "times": 1}})
    with scene.bot() as bot:
        scene.ask_for(*chart(scene))
        waited_for(lambda: reached(scene, step), 20)
        bot.process.kill()
        bot.process.wait()
    with scene.bot():
        assert told(thread(scene)) == ["root", "CPU"]


def reached(scene: Scene, step: str) -> bool:
    """Whether a step has had its effect; its answer is still on the way."""
    log = [each.get("method", each["kind"]) for each in scene.slack.get("log")["entries"]]
    if step != STEPS[2]:
        return ("chat.postMessage" if step == STEPS[0] else "upload") in log
    replies = [scene.slack.messages(RITA, SRE_OPS, root.ts) for root in scene.slack.messages(RITA, SRE_OPS)]
    return any("files" in each.raw for thread in replies for each in thread)


def test_an_answer_whose_process_is_killed_between_card_and_chart_stands_once_with_its_chart(
    scene_with_aws: Scene,
) -> None:
    scene = scene_with_aws
    scene.slack.post("faults", api={STEPS[0]: {"latency_ms": 3000}, "response_url": {"status": 503}})
    with scene.bot() as bot:
        assert scene.slack.post("command", as_=RITA, channel=SRE_OPS, command="/sre-metrics", text=WEB_1)["acked"]
        waited_for(lambda: bool(scene.posted()), 20)
        bot.process.kill()
        bot.process.wait()
    scene.slack.post("faults")
    with scene.bot():
        scene.slack.until(lambda: [each for each in scene.slack.messages() if each.text.startswith("The answer is")])
        scene.until_empty(40)
    [root] = scene.slack.messages(AARON)
    assert sum(len(each.raw.get("files", ())) for each in scene.slack.messages(AARON, SRE_OPS, root.ts)) == 1


def test_a_file_that_slack_refuses_is_a_sentence_in_the_thread(scene: Scene) -> None:
    scene.slack.post("faults", api={STEPS[0]: {"error": "file_uploads_disabled"}})
    with scene.bot() as bot:
        scene.ask_for(*chart(scene))
        [root] = scene.slack.until(lambda: scene.slack.messages(RITA, SRE_OPS))
        scene.slack.until(lambda: len(scene.slack.messages(RITA, SRE_OPS, root.ts)) > 1)
        assert scene.posted(thread=root.ts) == ["root", "no chart"]
        bot.health_when(lambda told: "1 undeliverable" in str(told["parts"]))
