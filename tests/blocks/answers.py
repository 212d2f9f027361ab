"""Whole answers for the renderers, strangers' texts in them, and the check that nothing of those came alive."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

from blocks.card import Card, Home, Modal
from core.answers.health import Health, Part, State
from core.answers.vuln_analyze import VulnerabilityAnalysis
from core.answers.vuln_check import Findings, InstanceFindings
from core.findings import Finding, SeverityCounts
from core.gaps import Gap
from core.remedy import remedy
from core.risk import finding_rank, groups, risk_score
from core.summaries import analysis_summary, findings_summary
from tests.core.examples import NOW, PLACE, TODAY, entry

HOSTILE = (
    "<!channel>",
    "<@U012ABCDEF> <#C012ABCDEF> <!subteam^S1>",
    "<https://evil.example|console>",
    "&lt;!here&gt; & <!here>",
    "*bold* _it_ ~no~ `code` ```fence",
    "\u202eexe.gnp \u0645\u0631\u062d\u0628\u0627",
    ":rotating_light: 👩‍👩‍👧🇩🇪",
    "line\nbreak\ttab\x00\x1b[31m",
    "x" * 255,
    "\u0645" * 255,
    "👩‍👩‍👧" * 50,
    "<!channel>" * 25,
    "",
    " ",
)
TEXTS = st.sampled_from(HOSTILE) | st.text(max_size=255)
_OUR_MARKUP = re.compile(
    r"<!date\^\d+\^[^<>|]+\|[^<>]+>|<https://[a-z0-9-]+\.console\.aws\.amazon\.com/[^<>|]*\|[^<>]+>"
)
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f]")


def findings_of(
    found: Sequence[Finding],
    instances: tuple[InstanceFindings, ...] | None = None,
    partial: tuple[Gap, ...] = (),
    **more: object,
) -> Findings:
    """The answer with these findings, all on web-1 if not told otherwise."""
    instances = (entry(1, *found),) if instances is None else instances
    by_id = {each.instance.instance_id: each.instance for each in instances}
    ranked = tuple(sorted(found, key=lambda each: finding_rank(each, by_id)))
    counts = SeverityCounts.of(each.severity for each in found)
    return Findings.model_validate(
        {
            "findings": ranked,
            "critical_count": counts.critical,
            "high_count": counts.high,
            "summary": findings_summary(instances, counts, ranked, partial, TODAY),
            "severity": "all",
            "asked_for": (),
            "counts": counts,
            "known_exploited_count": len({each.vulnerability_id for each in found if each.known_exploited}),
            "groups": groups(ranked, by_id, NOW),
            "instances": instances,
            "partial": partial,
            "place": PLACE,
            **more,
        }
    )


def analysis_of(
    found: Sequence[Finding], subject: InstanceFindings | None = None, gaps: tuple[Gap, ...] = ()
) -> VulnerabilityAnalysis:
    """The judgement of web-1."""
    subject = subject or entry(1, *found)
    score = None if subject.unknown and not found else risk_score(found, subject.instance)
    remedies = tuple(remedy(group) for group in groups(found, {subject.instance.instance_id: subject.instance}, NOW))
    return VulnerabilityAnalysis(
        vulnerabilities=tuple(found),
        risk_score=score,
        remediation_priority=remedies,
        summary=analysis_summary(subject, score, remedies, gaps),
        subject=subject,
        partial=gaps,
        place=PLACE,
    )


def health_of(*states: State, detail: str = "fine") -> Health:
    parts = tuple(Part(name=f"part {n}", state=state, detail=detail, advice="Do x.") for n, state in enumerate(states))
    return Health(status="healthy", bot_status="active", mcp_status="connected", version="1", at=NOW, parts=parts)


def texts(drawn: Card | Modal | Home) -> list[str]:
    """Every text in which Slack would read markup."""
    top = [drawn.text] if isinstance(drawn, Card) else []
    return [*top, *(text["text"] for text in _objects(drawn.blocks) if text.get("type") == "mrkdwn")]


def alive(drawn: Card | Modal | Home) -> list[str]:
    """Texts with a mention, a channel or a link that is not ours, or with characters that show it otherwise."""
    plain = [text["text"] for text in _objects(drawn.blocks) if text.get("type") == "plain_text"]
    marked = [text for text in texts(drawn) if "<" in _OUR_MARKUP.sub("", text)]
    return marked + [text for text in [*texts(drawn), *plain] if _UNSEEN.search(text)]


def buttons(drawn: Card | Modal | Home) -> dict[str, dict[str, Any]]:
    """Every button by its words."""
    return {each["text"]["text"]: each for each in _objects(drawn.blocks) if each.get("type") == "button"}


def _objects(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list | tuple):
        for each in node:
            yield from _objects(each)
