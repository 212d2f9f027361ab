"""The rich_text block and everything inside it.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from collections.abc import Mapping

from sandbox.slack.blocks.composition import ANY_URL, ID, KIND
from sandbox.slack.blocks.schema import Check, array, boolean, one_of, record, text_of, typed, whole

# Slack publishes no number of its own for one run of rich text; a whole message ends at this one.
LONGEST = 40_000
STYLE_NAMES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
STYLE = record({}, dict.fromkeys(STYLE_NAMES, boolean))


def _run(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    return record({"type": KIND, **required}, {"style": STYLE, **(optional or {})})


RUNS: Mapping[str, Check] = {
    "text": _run({"text": text_of(LONGEST)}),
    "link": _run({"url": ANY_URL}, {"text": text_of(LONGEST), "unsafe": boolean}),
    "emoji": _run({"name": text_of(255)}, {"unicode": text_of(255), "skin_tone": whole(1, 6)}),
    "user": _run({"user_id": ID}),
    "usergroup": _run({"usergroup_id": ID}),
    "channel": _run({"channel_id": ID}),
    "team": _run({"team_id": ID}),
    "broadcast": _run({"range": one_of("here", "channel", "everyone")}),
    "color": _run({"value": text_of(20)}),
    "date": _run(
        {"timestamp": whole(0, 9_999_999_999), "format": text_of(255)}, {"url": ANY_URL, "fallback": text_of(255)}
    ),
}
ELEMENTS = array(typed(RUNS), most=10_000, least=0)
SECTION = record({"type": KIND, "elements": ELEMENTS})
BORDER = {"border": whole(0, 1)}
PREFORMATTED = record({"type": KIND, "elements": ELEMENTS}, {**BORDER, "language": text_of(50)})
QUOTE = record({"type": KIND, "elements": ELEMENTS}, BORDER)
LIST = record(
    {
        "type": KIND,
        "style": one_of("bullet", "ordered"),
        "elements": array(typed({"rich_text_section": SECTION}), most=1_000, least=0),
    },
    {"indent": whole(0, 8), "offset": whole(0, 10_000), **BORDER},
)
PARTS: Mapping[str, Check] = {
    "rich_text_section": SECTION,
    "rich_text_list": LIST,
    "rich_text_preformatted": PREFORMATTED,
    "rich_text_quote": QUOTE,
}
RICH_TEXT = record({"type": KIND, "elements": array(typed(PARTS), most=1_000, least=0)}, {"block_id": ID})
