"""Answers with charts and reports: posted for everyone with the files in the thread, or sent to the asker."""

import json
from pathlib import Path

import anyio
from mcp import Client, StdioServerParameters
from mcp_types import ImageContent

from sandbox.slack.seed import AARON, RANDOM, RITA, SRE_OPS
from tests.e2e.account import WEB_1
from tests.e2e.conftest import House
from tests.e2e.processes import AGENT, command
from tests.e2e.workspace import Shown, Workspace

ASK = f"/sre-metrics {WEB_1}"
DIRECT = "D" + RITA[1:]
PNG = b"\x89PNG"


def roots(workspace: Workspace, user: str, channel: str) -> list[Shown]:
    """The posted answers; the line that only its asker sees is none."""
    return [each for each in workspace.messages(user, channel) if not each.raw["ephemeral"]]


def charts(workspace: Workspace, root: Shown, user: str, channel: str) -> list[Shown]:
    """The files in the thread of an answer, once there is one."""

    def look() -> list[Shown]:
        return [each for each in workspace.messages(user, channel, root.ts) if "files" in each.raw]

    return workspace.until(look)


def test_everybody_sees_the_answer_and_the_chart_in_its_thread(house: House) -> None:
    house.workspace.type(ASK)
    [root] = roots(house.workspace, AARON, SRE_OPS)
    assert f"Asked by <@{RITA}>" in root.words
    [file] = charts(house.workspace, root, AARON, SRE_OPS)[0].raw["files"]
    assert (file["mimetype"], bool(file["alt_txt"])) == ("image/png", True)
    own = "The answer is posted here, with its files in the thread."
    house.workspace.until(lambda: [each.text for each in house.workspace.messages()] == [own, root.text])


def test_where_the_assistant_is_not_the_answer_comes_directly_with_a_link(house: House) -> None:
    own = house.workspace.type(ASK, channel=RANDOM)
    assert own.text.startswith("I am not in this channel, so I sent you the answer directly. <https://")
    assert roots(house.workspace, AARON, RANDOM) == []
    [root] = roots(house.workspace, RITA, DIRECT)
    assert charts(house.workspace, root, RITA, DIRECT)


def test_a_wrong_question_is_answered_to_its_asker_alone(house: House) -> None:
    assert "This needs an instance id" in house.workspace.type("/sre-metrics nonsense").text
    assert roots(house.workspace, AARON, SRE_OPS) == []


def test_another_person_uses_the_buttons_of_the_posted_answer(house: House) -> None:
    house.workspace.type(ASK)
    [root] = roots(house.workspace, AARON, SRE_OPS)
    house.workspace.press(root, "Look at", user=AARON)
    newer = house.workspace.until(lambda: roots(house.workspace, RITA, SRE_OPS)[1:])
    assert f"Asked by <@{AARON}>" in newer[0].words


def test_a_chart_that_slack_refuses_leaves_the_card_and_a_sentence(storm: House) -> None:
    storm.workspace.post("faults", api={"files.getUploadURLExternal": {"error": "file_uploads_disabled"}})
    storm.workspace.type(ASK)
    [root] = storm.workspace.until(lambda: roots(storm.workspace, AARON, SRE_OPS))
    storm.workspace.until(lambda: any("could not be attached" in each.text for each in thread(storm, root)))
    assert not any("files" in each.raw for each in thread(storm, root))


def thread(house: House, root: Shown) -> list[Shown]:
    return house.workspace.messages(AARON, SRE_OPS, root.ts)


def test_a_channel_that_takes_no_posts_gets_the_answer_to_the_asker_alone(storm: House) -> None:
    storm.workspace.post("faults", api={"chat.postMessage": {"error": "restricted_action"}})
    own = storm.workspace.type(ASK)
    assert "Slack did not let me post this with its files: restricted" in own.words
    assert roots(storm.workspace, AARON, SRE_OPS) == []


def test_the_terminal_saves_the_chart_and_says_where(house: House, tmp_path: Path) -> None:
    ran = command(house.given, "analyze", "metrics", "--instance", WEB_1, "--json", "--save", str(tmp_path / "out"))
    assert json.loads(ran.stdout)["summary"]
    saved = [Path(line.removeprefix("Saved ")) for line in ran.stderr.splitlines()]
    assert {path.parent for path in saved} == {tmp_path / "out"}
    assert all(path.read_bytes().startswith(PNG) for path in saved)


def test_an_mcp_client_gets_the_chart_as_a_picture(house: House) -> None:
    async def called() -> list[object]:
        server = StdioServerParameters(command=str(AGENT), args=["mcp"], env=dict(house.given))
        async with Client(server) as client:
            result = await client.call_tool("get_ec2_cloudwatch_metrics", {"instance_id": WEB_1})
            return list(result.content)

    pictures = [each for each in anyio.run(called) if isinstance(each, ImageContent)]
    assert pictures
    assert {each.mime_type for each in pictures} == {"image/png"}


def test_a_report_is_a_file_for_download(house: House) -> None:
    house.workspace.type("/sre-report html", seconds=60)
    [root] = roots(house.workspace, AARON, SRE_OPS)
    [file] = charts(house.workspace, root, AARON, SRE_OPS)[0].raw["files"]
    assert (file["mimetype"], file["size"] > 0) == ("text/html", True)
