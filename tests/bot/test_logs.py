"""Logs."""

import json
import logging

import pytest

from bot.logs import JsonLines, configure


def entries(text: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_line_is_json_with_its_time_on_standard_error(
    root: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("INFO")
    root.info("two\nlines %s", "é")
    said = capsys.readouterr()
    [entry] = entries(said.err)
    assert (entry["level"], entry["message"], said.out) == ("info", "two\nlines é", "")
    assert entry["at"].endswith("+00:00")


def test_secrets_are_masked_in_words_and_in_exceptions(
    root: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("INFO")
    token = "xoxb-1234567890-1234567890-abcdefghijklmnopqrstuvwx"
    root.error("token %s", token, exc_info=ValueError(token))
    said = capsys.readouterr().err
    assert token not in said
    assert "ValueError" in entries(said)[0]["exception"]


def test_libraries_that_print_payloads_stay_silent_below_warnings(root: logging.Logger) -> None:
    configure("DEBUG")
    assert root.level == logging.DEBUG
    assert not logging.getLogger("slack_sdk").isEnabledFor(logging.INFO)
    assert not logging.getLogger("botocore.endpoint").isEnabledFor(logging.DEBUG)


def test_an_exception_stands_in_its_line() -> None:
    broke = KeyError("x")
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "broke", None, (KeyError, broke, None))
    assert "KeyError" in json.loads(JsonLines().format(record))["exception"]
