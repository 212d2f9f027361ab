"""What the words of an alert or of a log claim: evidence of strangers, to be weighed and never to be obeyed."""

import re
from collections.abc import Iterable, Mapping

from core.alerts.alert import Alert
from core.causes.evidence import Evidence
from core.causes.specialist import Sign

_LONGEST = 6_000
_QUOTED = 200
_HOST = re.compile(
    r"(?<![\w@.-])((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,24}))(?::(\d{2,5}))?(?![\w.-])", re.IGNORECASE
)
# What is named after a preposition, or is called a service, a database or the like.
_SERVICE = re.compile(
    r"\b(?:for|of|on|in|by|service|app(?:lication)?)[ =:]+[`'\"]?([a-z][a-z0-9]*(?:-[a-z0-9]+)+)\b"
    r"|\b([a-z][a-z0-9]*(?:-[a-z0-9]+)*-(?:service|svc|api|app|db|worker|gateway|web|server|cache|queue|prod))\b",
    re.IGNORECASE,
)
_PORT = re.compile(r"\bport[ =:]+(\d{2,5})\b", re.IGNORECASE)
# Endings of files and of code that look like the top of a domain.
_NO_HOST = frozenset(
    {"py", "js", "ts", "go", "java", "rb", "log", "json", "yaml", "yml", "sh", "html", "php", "txt", "conf"}
)


def told(texts: Iterable[str], signs: Iterable[Sign], source: str) -> tuple[Evidence, ...]:
    """What the texts claim by some signs, each once."""
    joined = "\n".join(texts)[:_LONGEST]
    found = []
    for sign in signs:
        match = next((hit for pattern in sign.any if (hit := re.search(pattern, joined, re.IGNORECASE))), None)
        if match:
            found.append(_claim(sign, match, joined, source))
    return tuple(found)


def words_of(alert: Alert) -> tuple[str, ...]:
    """All words of an alert that can claim something."""
    labels = (f"{name} {value}" for name, value in alert.labels.items())
    return (alert.title, alert.message, *alert.metrics, alert.event_type, *labels)


def named(alert: Alert) -> Mapping[str, str]:
    """Things that an alert names: what its fields hold, then what its text seems to.

    `host` and `port` are where something listens, `service` is what it is about; all of it is told, not known.
    """
    text = f"{alert.title}\n{alert.message}"[:_LONGEST]
    found: dict[str, str] = {}
    host = next((hit for hit in _HOST.finditer(text) if hit.group(1).rpartition(".")[2].lower() not in _NO_HOST), None)
    if host:
        found["host"] = host.group(1).lower()
        if host.group(2):
            found["port"] = host.group(2)
    port = _PORT.search(text)
    if port:
        found.setdefault("port", port.group(1))
    service = _SERVICE.search(text)
    if alert.service:
        found["service"] = alert.service
    elif service:
        found["service"] = service.group(1) or service.group(2)
    return found


def _claim(sign: Sign, match: re.Match[str], text: str, source: str) -> Evidence:
    begin = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    line = text[begin : end if end >= 0 else len(text)]
    values = {name: value.strip() for name, value in match.groupdict().items() if value}
    return Evidence(
        kind=sign.kind,
        source=source,
        said=sign.say,
        quoted=_around(line, match.start() - begin),
        trust="told",
        impact=sign.impact,
        values=values,
    )


def _around(line: str, place: int) -> str:
    """The part of a line that the claim stands in."""
    if len(line) <= _QUOTED:
        return line.strip()
    start = max(0, min(place - _QUOTED // 3, len(line) - _QUOTED))
    return line[start : start + _QUOTED].strip()
