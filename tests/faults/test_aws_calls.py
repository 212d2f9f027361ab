"""AWS that throttles half of all reads: the whole answer or one that says what is missing, and in time."""

import time

from sandbox.slack.seed import RITA, SRE_OPS
from tests.e2e.account import Account
from tests.faults.conftest import Scene
from tests.faults.waiting import LONG

QUESTIONS = 20 if LONG else 2
DEADLINE_S = 30


def test_half_of_all_reads_throttled_is_never_told_as_no_findings(scene_with_aws: Scene) -> None:
    scene = scene_with_aws
    account = Account(scene.given["AWS_ENDPOINT_URL"])
    with scene.bot(), account.failing(everything={"error": "ThrottlingException", "every": 2}):
        for _ in range(QUESTIONS):
            asked = time.monotonic()
            answer = scene.slack.type("/sre-vuln-check", RITA, SRE_OPS, seconds=DEADLINE_S)
            assert time.monotonic() - asked < DEADLINE_S
            honest = ("12 instances", "Missing", "when the time was up")
            assert any(word in answer.words for word in honest), answer.words
            assert "no findings" not in answer.words.lower()
