"""Words for cards."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocks.graphemes import length
from blocks.text import (
    ago,
    date,
    date_ago,
    escape,
    inert,
    link,
    mrkdwn,
    number,
    one_line,
    plain,
    plural,
    preformatted,
    quote,
    shorten,
    span,
    utc,
)

STAR, GRAVE = "\N{ASTERISK OPERATOR}", "\N{MODIFIER LETTER GRAVE ACCENT}"
COLON, LOW_LINE = "\N{MODIFIER LETTER COLON}", "\N{FULLWIDTH LOW LINE}"
WHEN = datetime(2026, 11, 24, 2, 10, tzinfo=UTC)
HOSTILE = [
    "<!channel>",
    "<@U0123>",
    "<https://evil.example|console>",
    "`x` *b*",
    "```",
    "\u202egnp.exe",
    "a\nb",
    "\x1b[31m",
]


def test_only_three_characters_are_escaped() -> None:
    assert escape("<a & b> \"c\" 'd' *e*") == "&lt;a &amp; b&gt; \"c\" 'd' *e*"


@given(st.text(max_size=100))
def test_escaping_loses_nothing_and_leaves_no_angle_bracket(text: str) -> None:
    assert escape(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text
    assert not set("<>") & set(escape(text))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_quote_is_one_code_span_that_nothing_leaves(hostile: str) -> None:
    assert re.fullmatch(r"`[^`<>\n\x00-\x1f\u202e]+`", quote(hostile))


@given(st.text(max_size=300))
def test_any_text_can_be_quoted_fenced_and_named(text: str) -> None:
    assert re.fullmatch(r"`[^`<>\r\n]+`", quote(text))
    assert re.fullmatch(r"```\n[^`<>]+\n```", preformatted(text))
    assert not set("<>*~`\n\r") & set(inert(text))


def test_a_quote_is_shortened_before_it_is_escaped() -> None:
    assert quote("&" * 300, limit=10) == f"`{'&amp;' * 9}…`"


def test_nothing_is_quoted_as_empty() -> None:
    assert quote(" \n\u200b") == "`(empty)`"


def test_a_log_excerpt_keeps_its_lines() -> None:
    assert preformatted("one\r\n\ttwo ``` <x>\n\n") == f"```\none\n two {GRAVE * 3} &lt;x&gt;\n```"


def test_a_name_keeps_its_words_and_loses_its_format() -> None:
    assert (
        inert("web_3_prod *up* :tada: _x_ 10:30")
        == f"web_3_prod {STAR}up{STAR} {COLON}tada: {LOW_LINE}x{LOW_LINE} 10:30"
    )


def test_hidden_characters_disappear_and_emoji_families_stay() -> None:
    assert one_line("a\u200b\u2066b\U000e0041 👩‍👧\t\n c\ud800") == "ab 👩‍👧 c\ufffd"


def test_mrkdwn_is_verbatim_and_plain_text_may_refuse_emoji() -> None:
    assert mrkdwn("x") == {"type": "mrkdwn", "text": "x", "verbatim": True}
    assert plain(":x:", emoji=False) == {"type": "plain_text", "text": ":x:", "emoji": False}


def test_a_moment_is_drawn_in_the_readers_zone_with_utc_to_fall_back_on() -> None:
    token = f"<!date^{int(WHEN.timestamp())}^{{date_short_pretty}} at {{time}}|2026-11-24 02:10 UTC>"
    assert date(WHEN) == token
    assert date_ago(WHEN, WHEN + timedelta(minutes=14)) == f"{token} (14 min ago)"


def test_plain_times_are_utc_whatever_zone_came_in() -> None:
    assert utc(WHEN.astimezone(tz=None)) == "2026-11-24 02:10 UTC"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (5, "just now"),
        (840, "14 min ago"),
        (7199, "119 min ago"),
        (7200, "2 h ago"),
        (172800, "2 days ago"),
        (-10800, "in 3 h"),
    ],
)
def test_distances_are_said_in_their_largest_fitting_unit(seconds: int, said: str) -> None:
    assert ago(timedelta(seconds=seconds)) == said


def test_counts_and_durations_read_as_words() -> None:
    assert plural(1, "finding") == "1 finding"
    assert plural(5000, "vulnerability", "vulnerabilities") == "5,000 vulnerabilities"
    assert number(1234.567, 1) == "1,234.6"
    assert span(timedelta(seconds=45)) == "45 s"


def test_a_link_has_our_label_and_cannot_be_left() -> None:
    url = "https://console.aws.amazon.com/x?a=1&b=2"
    assert link(url, "web_1 | <up> & *x*") == f"<{url.replace('&', '&amp;')}|web_1 ¦ &lt;up&gt; &amp; {STAR}x{STAR}>"


@pytest.mark.parametrize(
    "url",
    [
        "http://x.example",
        "javascript:alert(1)",
        "https://a|b",
        "https://a>b",
        "https://u:p@x.example",
        "https://[",
        "https://x\n.y",
        "",
    ],
)
def test_an_unsafe_address_leaves_the_label_alone(url: str) -> None:
    assert link(url, "label") == "label"


@given(st.text(max_size=100), st.integers(0, 50))
def test_shortening_keeps_the_limit_and_says_that_something_is_gone(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert length(short) <= max(limit, 0)
    assert short == text or limit == 0 or short.endswith("…")


def test_no_hostile_payload_of_a_card_stays_alive() -> None:
    said = json.dumps([draw(text) for text in HOSTILE for draw in (quote, inert, preformatted)], ensure_ascii=False)
    assert "<" not in said
    assert "\u202e" not in said
