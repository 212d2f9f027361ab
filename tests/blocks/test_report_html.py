"""The report as a page."""

import hashlib
import re
from base64 import b64encode
from html.parser import HTMLParser

import pytest
from hypothesis import given

from blocks.report_html import report_html
from core.answers.report import Trend
from core.findings import Package
from core.fleet import Coverage
from core.gaps import Gap
from core.redact import redact
from tests.blocks.answers import TEXTS
from tests.blocks.reports import body_of
from tests.core.examples import TODAY, entry, exploited, finding
from tests.core.report.examples import figures_of

BLIND = Coverage(scanned=False, reason="NO_INVENTORY")
GAP = Gap(what="findings of web-3", why="AWS throttled ListFindings.")
SCRIPTS = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><script>x</script>", "{{ 7*7 }}")
WHOLE = body_of(
    finding(1, known_exploited=exploited(TODAY)),
    finding(2, facts_known=False),
    instances=[entry(1, tags={"Owner": "team-a"}), entry(2, coverage=BLIND)],
    gaps=(GAP,),
)


class Page(HTMLParser):
    """What a browser would make elements of, and what it would read."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.words = ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_says_everything_that_decides() -> None:
    words = " ".join(Page(report_html(WHOLE)).words.split())
    for said in (
        "What is not known",
        "Nothing current is known of 1 instance",
        "Missing: findings of web-3. AWS throttled ListFindings.",
        "Upgrade openssl to 3.0.7-27.el9 on 1 instance",
        "This is the first report on these instances.",
        "due 20 Nov 2026",
        "no owner",
        "no software inventory has arrived",
        "Let Inspector scan 1 instance",
    ):
        assert said in words


def test_what_is_partial_is_never_a_plain_zero() -> None:
    page = report_html(body_of(gaps=(GAP,))).decode()
    assert "<b>unknown</b>critical" in page
    assert "Nothing is open." not in page
    assert page.count("None that is known of") == 2
    assert "Every instance is scanned." not in page


def test_a_clean_fleet_is_said_to_be_clean() -> None:
    page = report_html(body_of()).decode()
    assert "Nothing is open." in page
    assert "Every instance is scanned." in page
    assert 'id="missing"' not in page


def test_only_its_own_style_and_script_may_run() -> None:
    page = report_html(WHOLE).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    for name in ("style", "script"):
        body = page.split(f"<{name}>")[1].split(f"</{name}>")[0]
        digest = b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{name}-src &#39;sha256-{digest}&#39;" in policy[1]
    assert "default-src &#39;none&#39;" in policy[1]


def test_nothing_is_loaded_from_anywhere() -> None:
    page = Page(report_html(WHOLE))
    assert not {"img", "link", "iframe", "object", "base", "form"} & set(page.tags)
    assert not {"src", "style", "onclick", "srcset", "action"} & page.names
    assert page.tags.count("script") == 1


@pytest.mark.parametrize("hostile", SCRIPTS)
def test_markup_of_strangers_stays_text(hostile: str) -> None:
    package = Package(name=hostile, version=hostile, fixed_in=hostile)
    found = finding(title=hostile, vulnerability_id=hostile, packages=(package,), known_exploited=exploited())
    instances = [entry(1, name=hostile, tags={"Owner": hostile}), entry(2, name=hostile, coverage=BLIND)]
    page = Page(report_html(body_of(found, instances=instances, gaps=(Gap(what=hostile, why=hostile),))))
    assert page.tags.count("script") == 1
    assert "img" not in page.tags
    assert "onerror" not in page.names
    assert hostile in page.words


@given(TEXTS)
def test_any_text_leaves_the_page_as_it_is_built(text: str) -> None:
    plain = Page(report_html(body_of(finding(), instances=[entry(1, tags={"Owner": "x"})])))
    page = Page(report_html(body_of(finding(title=text), instances=[entry(1, name=text, tags={"Owner": text or "x"})])))
    assert [tag for tag in page.tags if tag != "i"] == [tag for tag in plain.tags if tag != "i"]
    assert not set("\u202e\x1b\x00") & set(page.words)


def test_masking_secrets_again_leaves_the_page_as_it_is() -> None:
    page = report_html(WHOLE).decode()
    assert redact(page) == page


def test_earlier_reports_are_drawn_as_lines_and_rows() -> None:
    points = (figures_of(1, partial=True), figures_of(2, findings=80))
    body = WHOLE.model_copy(update={"trend": Trend(points=points, since=points[0])})
    page = report_html(body).decode()
    assert page.count("<polyline") == 4
    assert "r-20261120-000001 (partial)" in page


def test_a_list_that_is_cut_says_so() -> None:
    page = report_html(WHOLE.model_copy(update={"recommendation_count": 900})).decode()
    assert "The worst 2 of 900 actions." in page
