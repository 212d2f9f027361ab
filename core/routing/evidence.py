"""What in an alert points to which specialist, and how strongly."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from core.alerts.alert import Alert
from core.alerts.reading import names
from core.routing.vocabulary import LEANINGS, PREFIXES, SERVICES, SYSTEMS, TOPICS, Words

_NAMESPACE, _FINDING, _ARN = 9.0, 12.0, 3.0
_METRIC, _SELECTOR = 6.0, 3.0
_SYSTEM_TITLE, _SYSTEM_TEXT = 5.0, 2.6
_TOPIC_TITLE, _TOPIC_TEXT = 3.0, 1.2
_LEANING_TITLE, _LEANING_TEXT = 0.8, 0.3
# Words of attacks and of lost guards say what an alert is for, whatever system it happened on.
_SECURITY_SHARE = 2.2
# Metrics and words that stand for a machine of any use: what runs on it decides where that is known.
_ANY_MACHINE = frozenset(
    {
        "node",
        "windows",
        "container",
        "machine",
        "instance",
        "process",
        "http",
        "go",
        "rpc",
        "grpc",
        "kube",
        "processopenfds",
    }
)
_ANY_MACHINE_SHARE = 0.4
_GENERAL_SYSTEMS = frozenset(
    names(
        "namespace pod pods prometheus exporter disk disks proxy database databases sql docker certificate certificates"
        " probe ping switch router namenode logging deployment jvm python go smart node"
    )
)
_GENERAL_SHARE = 0.7

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PIECES = re.compile(r"[A-Za-z0-9]+")
_METRIC_NAME = re.compile(r"\b[a-zA-Z][a-zA-Z0-9]*(?:[_:][a-zA-Z0-9_:]+|(?=\s*(?:\{|\[|[<>=!]=?)))")
_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'')
_SELECTION = re.compile(r"\{[^}]*\}")
_GROUPING = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", re.IGNORECASE)
_MOST_TOKENS = 400


class Pointer(NamedTuple):
    """One thing that speaks for a specialist."""

    specialist: str
    weight: float
    because: str


def pointers(alert: Alert) -> Iterator[Pointer]:
    """Everything in the alert that points anywhere, structure first."""
    yield from _structure(alert)
    yield from _metrics(alert)
    yield from _words(alert.title, "the title", _SYSTEM_TITLE, _TOPIC_TITLE, _LEANING_TITLE)
    told = f"{alert.message} {alert.service} {alert.event_type}"
    yield from _words(told, "the text", _SYSTEM_TEXT, _TOPIC_TEXT, _LEANING_TEXT)


def _structure(alert: Alert) -> Iterator[Pointer]:
    if alert.kind == "finding":
        yield Pointer("security", _FINDING, "it is a security finding")
    service = _service(alert.namespace)
    if service in SERVICES:
        yield Pointer(SERVICES[service], _NAMESPACE, f"it comes from {alert.namespace}")
    if alert.resource.startswith("arn:"):
        named = alert.resource.split(":")[2]
        if named in SERVICES and named not in {"cloudwatch", "sns", "sqs"}:
            yield Pointer(SERVICES[named], _ARN, f"the resource is of {named}")


def _service(namespace: str) -> str:
    return re.sub(r"^(?:aws[./]|ecs/)", "", namespace.lower()).replace("/", "").replace("-", "")


def _metrics(alert: Alert) -> Iterator[Pointer]:
    """By prefix; each metric of an expression counts its share, as one rule may weigh two against each other."""
    code = _GROUPING.sub(" ", _SELECTION.sub("{}", _QUOTED.sub(" ", alert.expression)))
    metrics = list(dict.fromkeys([*alert.metrics, *_METRIC_NAME.findall(code)]))[:12]
    known = [(name, found) for name in metrics if (found := _by_prefix(name))]
    for name, (specialist, weight) in known:
        yield Pointer(specialist, weight / len(known), f"the metric {name}")
    for value in _QUOTED.findall(alert.expression)[:12]:
        yield from _words(value, "the selector", _SELECTOR, 0, 0)


def _by_prefix(metric: str) -> tuple[str, float] | None:
    parts = [part.lower() for part in _tokens(metric)]
    for length in (3, 2, 1):
        prefix = "".join(parts[:length])
        if len(parts) >= length and (specialist := PREFIXES.get(prefix) or SYSTEMS.get(prefix)):
            return specialist, _METRIC * (_ANY_MACHINE_SHARE if prefix in _ANY_MACHINE else 1)
    return None


def _words(text: str, where: str, system: float, topic: float, leaning: float) -> Iterator[Pointer]:
    """Each known word or run of up to four words once; what lies within a longer known run does not count again."""
    tokens = [token.lower() for token in _tokens(text)]
    seen: set[str] = set()
    taken: set[int] = set()
    for length in (4, 3, 2, 1):
        for start in range(len(tokens) - length + 1):
            run = "".join(tokens[start : start + length])
            if run in seen or taken & set(range(start, start + length)):
                continue
            if found := _known(run, system, topic, leaning):
                seen.add(run)
                taken.update(range(start, start + length))
                yield Pointer(found[0], found[1], f"{' '.join(tokens[start : start + length])} in {where}")


def _known(run: str, system: float, topic: float, leaning: float) -> tuple[str, float] | None:
    choices: tuple[tuple[Words, float], ...] = ((SYSTEMS, system), (TOPICS, topic), (LEANINGS, leaning))
    for words, weight in choices:
        specialist = words.get(run) or (words.get(run[:-1]) if run.endswith("s") and len(run) > 4 else None)  # noqa: PLR2004
        if specialist and weight:
            if words is TOPICS and specialist == "security":
                return specialist, weight * _SECURITY_SHARE
            return specialist, weight * (_GENERAL_SHARE if run in _GENERAL_SYSTEMS else 1)
    return None


def _tokens(text: str) -> list[str]:
    return [piece for found in _PIECES.findall(text) for piece in _CAMEL.split(found)][:_MOST_TOKENS]


def summed(found: list[Pointer]) -> Mapping[str, float]:
    """The weight of each specialist that anything points to."""
    totals: dict[str, float] = {}
    for pointer in found:
        totals[pointer.specialist] = totals.get(pointer.specialist, 0.0) + pointer.weight
    return totals
