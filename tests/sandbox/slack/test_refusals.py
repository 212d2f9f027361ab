"""Every row of the table of refusals, against the sandbox and against any endpoint named in the environment."""

import json
import os
from collections.abc import Callable, Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlencode, urlsplit

import pytest

from sandbox.slack import seed
from sandbox.slack.server import Running
from sandbox.slack.shapes import Json
from tests.sandbox.slack.conftest import Control
from tests.sandbox.slack.refusals import NAMES, TABLE
from tests.sandbox.slack.rows import DOCS, Refusal

# SLACK_TABLE_URL ends with /api/; SLACK_TABLE_BOT, SLACK_TABLE_APP are its tokens, SLACK_TABLE_CHANNEL,
# SLACK_TABLE_HIDDEN and so on what the names of the table mean there. Rows that miss one are skipped.
ELSEWHERE = os.environ.get("SLACK_TABLE_URL", "")
Call = Callable[[str, Json, str], Json]


def calling(url: str, tokens: Mapping[str, str]) -> Call:
    """Calls methods of an endpoint with a form, and with the token of a kind."""
    parts = urlsplit(url)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection

    def call(method: str, args: Json, token: str) -> Json:
        texts = {n: v if isinstance(v, str) else json.dumps(v) for n, v in args.items()}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if token != "none":
            headers["Authorization"] = f"Bearer {tokens.get(token, 'xoxb-of-nobody')}"
        with closing(connect(parts.netloc, timeout=10)) as connection:
            connection.request("POST", f"{parts.path}{method}", urlencode(texts), headers)
            answer: Json = json.loads(connection.getresponse().read())
            return answer

    return call


def asked(row: Refusal, call: Call, names: Mapping[str, str]) -> Json:
    """The answer to the call of a row, its names filled in."""
    args = {key: names.get(value, value) if isinstance(value, str) else value for key, value in row.args.items()}
    return call(row.method, args, row.token)


def check(row: Refusal, answer: Json) -> None:
    """Compare a refusal with its row."""
    assert (answer["ok"], answer.get("error")) == (False, row.error), answer
    explained: list[str] = answer.get("response_metadata", {}).get("messages", [])
    assert row.says in "\n".join(explained)
    if row.without:
        assert (answer["needed"], row.without in answer["provided"]) == (row.without, False)


@pytest.fixture
def names(slack: Running, control: Control) -> dict[str, str]:
    call = calling(slack.api_url, {"bot": slack.bot_token})
    own = call("chat.postMessage", {"channel": seed.SRE_OPS, "text": "mine"}, "bot")
    theirs = control.post("message", as_=seed.RITA, channel=seed.SRE_OPS, text="hers")
    ids = (seed.SRE_OPS, seed.RANDOM, seed.ARCHIVED, seed.HIDDEN, seed.RITA, seed.LEFT, seed.STRANGER)
    return dict(zip(NAMES, (*ids, str(own["ts"]), str(theirs["ts"])), strict=True))


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_the_sandbox_refuses_what_slack_refuses(row: Refusal, slack: Running, names: dict[str, str]) -> None:
    call = calling(slack.api_url, {"bot": slack.bot_token, "app": slack.app_token})
    check(row, asked(row, call, names))


@pytest.mark.skipif(not ELSEWHERE, reason="SLACK_TABLE_URL names no second endpoint")
@pytest.mark.parametrize("row", TABLE if ELSEWHERE else TABLE[:1], ids=str)
def test_a_second_endpoint_refuses_the_same(row: Refusal) -> None:
    known = {name: os.environ.get(f"SLACK_TABLE_{name[1:].upper()}", "") for name in NAMES}
    missing = [n for n in row.args.values() if isinstance(n, str) and n in known and not known[n]]
    if missing:
        pytest.skip(f"the environment does not say what {', '.join(missing)} is there")
    tokens = {kind: os.environ.get(f"SLACK_TABLE_{kind.upper()}", "") for kind in ("bot", "app")}
    answer = asked(row, calling(ELSEWHERE, tokens), known)
    if answer.get("error") == "missing_scope" != row.error:
        pytest.skip(f"the token there lacks {answer['needed']}")
    check(row, answer)


def test_the_table_is_long_and_every_row_names_its_document() -> None:
    assert len(TABLE) >= 100
    assert all(row.document.startswith(f"{DOCS}/") for row in TABLE)
