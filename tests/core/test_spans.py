from datetime import timedelta

import pytest

from core.spans import parse_span, short_span


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("15m", timedelta(minutes=15)),
        ("24h", timedelta(days=1)),
        (" 7D ", timedelta(days=7)),
        ("2w", timedelta(days=14)),
        ("3 hours", timedelta(hours=3)),
        ("90 min", timedelta(minutes=90)),
    ],
)
def test_a_span_is_read_as_people_write_it(text: str, length: timedelta) -> None:
    assert parse_span(text) == length


@pytest.mark.parametrize("text", ["", "yesterday", "-3h", "3", "h", "1.5h", "9999999d", "3 h 5 m", "٣h5"])
def test_anything_else_is_answered_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="24h"):
        parse_span(text)


def test_a_span_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="holds nothing"):
        parse_span("0h")


@pytest.mark.parametrize(
    ("length", "text"), [(timedelta(days=14), "14d"), (timedelta(minutes=90), "90m"), (timedelta(hours=26), "26h")]
)
def test_a_span_is_written_in_its_shortest_whole_form(length: timedelta, text: str) -> None:
    assert short_span(length) == text
