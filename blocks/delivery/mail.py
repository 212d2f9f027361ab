"""A mail about an incident, as text and as HTML."""

from html import escape
from textwrap import fill

from blocks.delivery.words import facts, headline
from core.delivery.report import Report

_SUBJECT = 200
_WIDTH = 78


def mail_subject(report: Report) -> str:
    """One line, whatever a stranger wrote into a title."""
    return "".join(each for each in " ".join(headline(report).split()) if each.isprintable())[:_SUBJECT]


def mail_text(report: Report) -> str:
    """The whole in plain text."""
    lines = [headline(report), ""]
    if report.message:
        lines += [fill(" ".join(report.message.split()), _WIDTH), ""]
    lines += [f"{name + ':':<18} {value}" for name, value in facts(report)]
    if report.actions:
        lines += ["", "Do now:", *(f"  {number}. {each}" for number, each in enumerate(report.actions, start=1))]
    if report.link:
        lines += ["", report.link]
    return "\n".join(lines) + "\n"


def mail_html(report: Report) -> str:
    """The same as HTML without anything from elsewhere: no pictures, no scripts, no styles that are loaded."""
    rows = "".join(
        f'<tr><td style="padding:2px 16px 2px 0;color:#555">{escape(name)}</td><td>{escape(value)}</td></tr>'
        for name, value in facts(report)
    )
    message = f"<p>{escape(report.message)}</p>" if report.message else ""
    steps = "".join(f"<li><code>{escape(each)}</code></li>" for each in report.actions)
    do_now = f"<p><b>Do now</b></p><ol>{steps}</ol>" if steps else ""
    link = f'<p><a href="{escape(report.link)}">Open in Slack</a></p>' if report.link.startswith("https://") else ""
    return (
        '<!doctype html><html><body style="font-family:sans-serif;font-size:15px;color:#22262b">'
        f'<h2 style="font-size:18px">{escape(headline(report))}</h2>{message}<table>{rows}</table>{do_now}{link}'
        "</body></html>"
    )
