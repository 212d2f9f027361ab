"""Masking secrets."""

import io
import logging
import re
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.redact import RedactingFilter, redact, redact_deep, redact_texts
from evals.lookalikes import lookalikes as made_lookalikes
from evals.made_secrets import secrets as made_secrets
from tests.core.fake_secrets import AROUND_PASSWORDS, PASSWORDS, lookalikes, secrets

KEY = "AK" + "IAIOSFODNN7EXAMPLE"
PASSWORD = "hunter2"
FRAGMENTS = st.sampled_from(
    [*AROUND_PASSWORDS, *PASSWORDS, KEY, "[password:3f2a]", "token: ", "'", '"', "://u:", "@h", "="]
)
HOSTILE = [
    "a.",
    "password=",
    '\\"',
    "://",
    "a://b:",
    "ey" + "J",
    "li" + "n_api_",
    "mysql ",
    "sk-",
    "<a>",
    " -u a",
    "key=&",
    " --token",
    "((",
]


def test_at_least_98_of_100_secrets_are_masked() -> None:
    missed = [text for secret, text in secrets() if secret in redact(text)]
    assert len(missed) <= 0.02 * len(list(secrets())), missed[:10]


def test_what_only_looks_like_a_secret_stays() -> None:
    assert [(text, redact(text)) for text in lookalikes() if redact(text) != text] == []


def test_secrets_in_sentences_commands_and_files_are_masked_too() -> None:
    every = list(made_secrets())
    left = [one.line for one in every if any(literal in redact(one.line) for literal in one.literals)]
    assert len(left) <= 0.02 * len(every), left[:10]


def test_what_is_said_of_secrets_stays() -> None:
    every = list(made_lookalikes())
    assert len([one for one in every if redact(one) != one]) <= 0.02 * len(every)


@pytest.mark.parametrize(
    "line", ["bob:hunter22 | chpasswd", "with admin / hunter22", "token_type=Bearer expires_in=3600"]
)
def test_a_tag_is_never_taken_for_a_secret(line: str) -> None:
    once = redact(line)
    assert redact(once) == once
    assert once.count("[") <= 1


def test_masking_twice_changes_nothing() -> None:
    once = [redact(text) for _, text in secrets()]
    assert [redact(text) for text in once] == once


@given(st.lists(FRAGMENTS | st.text(max_size=8), max_size=8).map("".join))
@example("password=[password:3f2a]x")
@example("[password:3f2a]")
def test_any_redacted_text_comes_back_as_it_is(text: str) -> None:
    assert redact(redact(text)) == redact(text)


def test_a_secret_keeps_its_tag_wherever_it_stands() -> None:
    tags = {tag for text in (KEY, f"key {KEY}.", f'{{"a":"{KEY}"}}') for tag in re.findall(r"\[.*?\]", redact(text))}
    assert len(tags) == 1
    assert re.fullmatch(r"\[aws_key:[0-9a-f]{4}\]", tags.pop())


def test_a_secret_with_a_tag_in_it_is_masked_around_the_tag() -> None:
    assert re.fullmatch(r"password=\[password:3f2a\]\[password:\w{4}\], x", redact("password=[password:3f2a]rest1, x"))


def test_only_the_value_goes_and_the_sentence_stays() -> None:
    assert re.fullmatch(
        r"db password=\[password:[0-9a-f]{4}\], retry in 5 s", redact("db password=hunter2, retry in 5 s")
    )


def test_a_key_without_its_end_is_masked_to_the_end_of_the_text() -> None:
    cut = "-----BEGIN OPENSSH PRIV" + "ATE KEY-----\nb3BlbnNzaC1rZXk\nAAAA"
    assert re.fullmatch(r"x \[private_key:\w{4}\]", redact(f"x {cut}"))


def test_headers_lose_their_credentials_and_keep_their_names() -> None:
    said = redact("Authorization: Bearer abc123.def456\nCookie: sid=0123456789abcdef\nX-Api-Key: 0a1b2c3d4e5f")
    assert re.sub(r"\[.*?\]", "*", said) == "Authorization: Bearer *\nCookie: *\nX-Api-Key: *"


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    started = time.process_time()
    redact(piece * (50_000 // len(piece)))
    assert time.process_time() - started < 2


def test_fields_with_secret_names_are_masked_whole_and_keys_stay() -> None:
    data = {
        "sessionToken": "a b c",
        "masterUserPassword": "pw!",
        "nested": [{"Authorization": "x", "note": f"has {KEY}"}],
    }
    masked: Any = redact_deep(data)
    assert list(masked) == list(data)
    assert masked["sessionToken"].startswith("[token:")
    assert masked["masterUserPassword"].startswith("[password:")
    assert KEY not in str(masked)


def test_a_container_variable_is_masked_by_its_name() -> None:
    masked: Any = redact_deep([{"name": "DB_PASSWORD", "value": "hunter2"}, {"name": "REGION", "value": "us-west-2"}])
    assert masked[0]["value"].startswith("[password:")
    assert masked[1] == {"name": "REGION", "value": "us-west-2"}


def test_whatever_a_secret_of_kubernetes_holds_is_masked() -> None:
    secret = {"kind": "Secret", "metadata": {"name": "tls"}, "data": {"a.txt": "aGVsbG8gd29ybGQ="}}
    masked: Any = redact_deep({"items": [secret, secret | {"kind": "ConfigMap"}]})
    assert masked["items"][0]["data"]["a.txt"].startswith("[secret:")
    assert masked["items"][0]["metadata"] == {"name": "tls"}
    assert masked["items"][1]["data"] == {"a.txt": "aGVsbG8gd29ybGQ="}


def test_a_parameter_of_a_stack_is_masked_by_its_name() -> None:
    given = [
        {"ParameterKey": "DBPassword", "ParameterValue": "hunter2"},
        {"ParameterKey": "Zone", "ParameterValue": "a"},
    ]
    masked: Any = redact_deep(given)
    assert masked[0]["ParameterValue"].startswith("[password:")
    assert masked[1] == given[1]


@pytest.mark.parametrize(
    "data",
    [{"password": None, "tokens": 5, "token": ""}, {"nextToken": "abc"}, [1, 2.5, True, None], {"secret": {"a": "b"}}],
)
def test_data_without_secrets_comes_back_equal(data: object) -> None:
    assert redact_deep(data) == data


def test_secret_lists_and_numbers_are_masked_too() -> None:
    masked: Any = redact_deep({"passwords": ["a"], "password": ["hunter2", "s3cret"], "api_key": 123456})
    assert "hunter2" not in str(masked)
    assert "123456" not in str(masked)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10) | FRAGMENTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["password", "token", "name", "value"]), inner)
    ),
)


@given(JSON)
def test_masked_data_comes_back_as_it_is(data: object) -> None:
    assert redact_deep(redact_deep(data)) == redact_deep(data)


def test_the_layout_of_a_message_says_nothing_about_secrets() -> None:
    block = {"type": "mrkdwn", "token": "plain words", "text": f"has {KEY}", "rows": ({"value": "password=hunter22"},)}
    masked: Any = redact_texts(block)
    assert masked["token"] == "plain words"
    assert "hunter22" not in str(masked)
    assert KEY not in str(masked)


@pytest.fixture
def log() -> tuple[logging.Logger, io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(RedactingFilter())
    logger = logging.getLogger("masked")
    logger.handlers, logger.propagate = [handler], False
    return logger, written


def fail() -> None:
    raise ValueError(f"bad key {KEY}")


def test_log_messages_arguments_exceptions_and_stacks_are_masked(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    try:
        fail()
    except ValueError:
        logger.exception("could not use password=%s", PASSWORD, stack_info=True)
    assert "ValueError: bad key [aws_key:" in written.getvalue()
    assert PASSWORD not in written.getvalue()
    assert KEY not in written.getvalue()


def test_a_message_that_does_not_fit_its_arguments_is_still_written(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.warning("%d of %d", "one", KEY)  # the mistake is the point
    assert written.getvalue().startswith("%d of %d")
    assert KEY not in written.getvalue()
