"""Text and blocks as they are drawn: Slack's markup, dates, untrusted text, every kind of block."""

import json
import time

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from sandbox.slack.seed import SRE_OPS
from sandbox.slack.shapes import Json
from tests.sandbox.page.conftest import Windows
from tests.sandbox.page.echo_bot import button, field, plain, section

MRKDWN = """async (text) => {
  const { mrkdwn } = await import("/static/js/mrkdwn.js");
  const frame = document.createElement("div");
  frame.append(...mrkdwn(text));
  for (const node of frame.querySelectorAll("*")) {
    for (const name of node.getAttributeNames()) if (name !== "href") node.removeAttribute(name);
  }
  return frame.innerHTML;
}"""
BLOCKS = """async (blocks) => {
  const { renderBlocks } = await import("/static/js/blocks.js");
  const values = {};
  document.querySelector("#sample")?.remove();
  const frame = document.createElement("div");
  frame.id = "sample";
  const record = (block, action, entry) => { values[`${block} ${action}`] = entry; };
  const ctx = { act: async () => ({ ok: true }), value: () => undefined, record };
  frame.append(...renderBlocks(blocks, ctx));
  document.querySelector("#conversation").prepend(frame);
  return values;
}"""


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("*bold* _it_ ~gone~ `a*b*c`", "<p><strong>bold</strong> <em>it</em> <del>gone</del> <code>a*b*c</code></p>"),
        ("2*3*4 snake_case_name __init__.py", "<p>2*3*4 snake_case_name __init__.py</p>"),
        (
            "*bold with _both_ and <https://a.b|link>*",
            '<p><strong>bold with <em>both</em> and <a href="https://a.b">link</a></strong></p>',
        ),
        ("a &lt;b&gt; &amp;amp; c", "<p>a &lt;b&gt; &amp;amp; c</p>"),
        ("one\n&gt; two\n&gt; three\nfour", "<p>one</p><blockquote>two<br>three</blockquote><p>four</p>"),
        ("&gt;&gt;&gt;one\ntwo", "<blockquote>one<br>two</blockquote>"),
        ("```\n*no* &lt;tag&gt;\n```after", "<pre><code>*no* &lt;tag&gt;</code></pre><p>after</p>"),
        ("<mailto:a@b.c|Mail> <javascript:alert(1)|bad>", '<p><a href="mailto:a@b.c">Mail</a> <span>bad</span></p>'),
        (
            "see https://a.b/c?d=1&amp;e=2.",
            '<p>see <a href="https://a.b/c?d=1&amp;e=2">https://a.b/c?d=1&amp;e=2</a>.</p>',
        ),
        (
            "<@U0APPROVE1> <#C0ALERTS01> <!subteam^S0APPROVER>",
            '<p><span>@Aaron Approver</span> <a href="#">#alerts</a> <span>@sre-approvers</span></p>',
        ),
        (
            "<!date^0^{date_num} {time}^https://a.b|x>",
            '<p><a href="https://a.b"><time>1970-01-01 12:00 AM</time></a></p>',
        ),
        ("<!date^0^{never}|in words>", "<p>in words</p>"),
        (":no_such_thing: 10:30:45", "<p>:no_such_thing: 10:30:45</p>"),
    ],
)
def test_mrkdwn_is_read_as_slack_reads_it(shared_page: Page, text: str, drawn: str) -> None:
    assert shared_page.evaluate(MRKDWN, text) == drawn


DATES = {
    "{date}": "March 14, 2031",
    "{date_num} {date_slash}": "2031-03-14 03/14/2031",
    "{date_short}": "Mar 14, 2031",
    "{date_long}": "Friday, March 14, 2031",
    "{date_short_pretty} at {time}": "Mar 14, 2031 at 5:49 PM",
    "{time_secs}": "5:49:26 PM",
}


def test_dates_are_in_the_readers_zone(windows: Windows) -> None:
    page = windows.open(timezone="Asia/Kolkata")
    shown = page.evaluate(
        """async (patterns) => {
          const { formatDate } = await import('/static/js/dates.js');
          return Object.fromEntries(patterns.map((one) => [one, formatDate(1931257166, one)]));
        }""",
        list(DATES),
    )
    assert shown == DATES


def test_near_days_and_times_have_names(page: Page) -> None:
    said = page.evaluate(
        """async () => {
          const { formatDate } = await import('/static/js/dates.js');
          const now = Math.floor(Date.now() / 1000);
          const asked = [[0, '{date_pretty}'], [-86400, '{date_short_pretty}'], [-840, '{ago}'], [7300, '{ago}']];
          return asked.map(([away, pattern]) => formatDate(now + away, pattern));
        }"""
    )
    assert said == ["today", "yesterday", "14 minutes ago", "in 2 hours"]


def test_a_day_has_a_capital_only_where_a_line_begins(page: Page, client: WebClient) -> None:
    today = f"<!date^{int(time.time())}^{{date_pretty}}|x>"
    client.chat_postMessage(channel=SRE_OPS, text=f"{today}, asked {today}\n{today}")
    expect(page.get_by_test_id("message-text").locator("time")).to_have_text(["Today", "today", "Today"])


def test_untrusted_text_never_becomes_markup(page: Page, client: WebClient) -> None:
    evil = "<img src=x onerror=alert(1)> <script>alert(2)</script>"
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": evil}]]}
    rich = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": evil}]}],
    }
    blocks: list[Json] = [
        {"type": "section", "text": plain(evil)},
        section(evil),
        rich,
        {"type": "markdown", "text": evil},
        table,
    ]
    client.chat_postMessage(channel=SRE_OPS, text=evil, blocks=json.dumps(blocks))
    expect(page.get_by_test_id("block")).to_have_count(5)
    assert page.locator("#messages :is(img, script)").count() == 0
    expect(page.get_by_role("cell")).to_have_count(0)
    expect(page.get_by_role("columnheader")).to_have_text(evil)


def test_nothing_is_fetched_from_elsewhere(windows: Windows, client: WebClient) -> None:
    page = windows.open()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    image = {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "CPU of web-3"}
    client.chat_postMessage(channel=SRE_OPS, text="x https://example.com", blocks=[image])
    expect(page.get_by_role("img", name="CPU of web-3")).to_contain_text("another server")
    origin = page.evaluate("location.origin")
    assert asked
    assert all(url.startswith(origin) for url in asked)


def test_an_unknown_block_or_element_is_named(page: Page) -> None:
    page.evaluate(BLOCKS, [{"type": "hologram"}, {"type": "actions", "block_id": "b", "elements": [{"type": "lever"}]}])
    expect(page.get_by_text("Block “hologram” is not shown here")).to_be_visible()
    expect(page.get_by_text("Element “lever” is not shown here")).to_be_visible()


OPTIONS = [{"text": plain(text), "value": text} for text in ("a", "b")]


@pytest.mark.parametrize(
    ("element", "entry"),
    [
        ({"type": "plain_text_input", "initial_value": "x"}, {"value": "x"}),
        ({"type": "number_input", "is_decimal_allowed": False}, {"value": None}),
        ({"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[1]}, {"selected_option": OPTIONS[1]}),
        ({"type": "multi_static_select", "options": OPTIONS}, {"selected_options": []}),
        ({"type": "radio_buttons", "options": OPTIONS}, {"selected_option": None}),
        ({"type": "checkboxes", "options": OPTIONS, "initial_options": OPTIONS}, {"selected_options": OPTIONS}),
        ({"type": "datepicker", "initial_date": "2031-03-14"}, {"selected_date": "2031-03-14"}),
        ({"type": "timepicker"}, {"selected_time": None}),
        ({"type": "datetimepicker", "initial_date_time": 1931242166}, {"selected_date_time": 1931242166}),
        ({"type": "users_select", "initial_user": "U0APPROVE1"}, {"selected_user": "U0APPROVE1"}),
        ({"type": "multi_users_select"}, {"selected_users": []}),
        ({"type": "channels_select"}, {"selected_channel": None}),
        ({"type": "conversations_select"}, {"selected_conversation": None}),
        ({"type": "rich_text_input"}, {"rich_text_value": None}),
    ],
)
def test_each_input_is_labelled_and_holds_what_slack_would_send(shared_page: Page, element: Json, entry: Json) -> None:
    held = shared_page.evaluate(BLOCKS, [field("b", "A label", **element)])
    assert held == {"b b_input": {"type": element["type"], **entry}}
    expect(shared_page.locator("#sample").get_by_label("A label").first).to_be_visible()


def cells(*texts: str) -> list[Json]:
    return [{"type": "raw_text", "text": text} for text in texts]


@pytest.mark.parametrize(
    ("block", "role", "name"),
    [
        ({"type": "header", "text": plain("Fleet")}, "heading", "Fleet"),
        ({"type": "table", "rows": [cells("Host", "CPU"), cells("web-1", "9 %")]}, "cell", "9 %"),
        (
            {"type": "data_table", "caption": "Hosts", "page_size": 1, "rows": [cells("Host"), cells("a"), cells("b")]},
            "button",
            "Next",
        ),
        (
            {
                "type": "data_visualization",
                "title": "Load",
                "chart": {"type": "pie", "segments": [{"label": "web", "value": 3}]},
            },
            "img",
            "Load. web 3",
        ),
        (
            {
                "type": "data_visualization",
                "title": "CPU",
                "chart": {
                    "type": "bar",
                    "series": [{"name": "web", "data": [{"label": "1", "value": 2}]}],
                    "axis_config": {"categories": ["1"]},
                },
            },
            "img",
            "CPU. web: 1 2",
        ),
        ({"type": "markdown", "text": "# Title\n- [x] done\n\n|a|b|\n|-|-|\n|1|2|"}, "cell", "2"),
        (
            {
                "type": "context_actions",
                "elements": [
                    {
                        "type": "feedback_buttons",
                        "action_id": "f",
                        "positive_button": {"text": plain("Good"), "value": "g"},
                        "negative_button": {"text": plain("Bad"), "value": "b"},
                    }
                ],
            },
            "button",
            "Bad",
        ),
        ({"type": "card", "title": plain("A card"), "actions": [button("go", "Go")]}, "button", "Go"),
        (
            {"type": "container", "title": plain("More"), "collapsible": True, "child_blocks": [section("inside")]},
            "group",
            None,
        ),
        ({"type": "task_card", "task_id": "t", "title": "Drain", "status": "in_progress"}, "img", "Working"),
        ({"type": "alert", "level": "warning", "text": plain("Careful")}, "note", None),
    ],
)
def test_each_block_is_drawn_with_its_role(shared_page: Page, block: Json, role: str, name: str | None) -> None:
    shared_page.evaluate(BLOCKS, [{"block_id": "b", **block}])
    selector = f"role={role}" if name is None else f'role={role}[name="{name}"]'
    expect(shared_page.locator("#sample").locator(selector).first).to_be_visible()
