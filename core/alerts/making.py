"""Makes alerts of what a sender's shape told: cleans, shortens and fingerprints it."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from core.alerts.alert import Alert, AlertLevel, AlertState
from core.alerts.levels import level_of
from core.alerts.reading import text, tidy, word

_TITLE, _MESSAGE, _NAME, _VALUE, _LABELS, _LINKS, _EXPRESSION = 300, 4_000, 128, 1_000, 60, 8, 2_000
_ARN = re.compile(r"arn:aws[\w-]*:([a-z0-9-]+):([a-z0-9-]*):(\d{12})?:[^\s\"',]+")
_LINK = re.compile(r"https?://[^\s\"'<>|\\]+", re.IGNORECASE)
_ACCOUNT = re.compile(r"\d{12}")
_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d")
# What a title says of a moment and not of a thing: its state, a share, a decimal, a time.
_PASSING = re.compile(
    r"^\s*\[[^\]]*\]|^\s*(?:alarm|ok|alert|resolved|firing|triggered|recovered|problem|warn(?:ing)?)\s*[:\-]\s*"
    r"|\d+(?:\.\d+)?\s*%|\d+\.\d+|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?\S*",
    re.IGNORECASE,
)


_STATED = re.compile(
    r"^\s*(?:\[\s*(?:re-?)?(?:firing|triggered|resolved|recovered|ok|alerting|no data|warn(?:ing)?|alert)"
    r"\s*(?::\s*\d+)?\s*\]|(?:alarm|alert|resolved|firing|problem|recovery)\s*:)\s*",
    re.IGNORECASE,
)


class Place(NamedTuple):
    """Where in AWS something is, as far as an ARN or a field tells."""

    resource: str = ""
    account: str = ""
    region: str = ""
    service: str = ""


def place_of(*candidates: object) -> Place:
    """The first ARN among texts, taken apart."""
    for candidate in candidates:
        if isinstance(candidate, str) and (found := _ARN.search(candidate)):
            return Place(found.group(0), found.group(3) or "", found.group(2), found.group(1))
    return Place()


def account_of(*candidates: object) -> str:
    """The first that is an AWS account number."""
    return next((said for one in candidates if _ACCOUNT.fullmatch(said := word(one))), "")


def region_of(*candidates: object) -> str:
    """The first that is the code of an AWS region."""
    return next((said for one in candidates if _REGION.fullmatch(said := word(one))), "")


def fingerprint(*identity: object) -> str:
    """The same 16 hex digits for the same things."""
    joined = "\x1f".join(tidy(str(part)) for part in identity)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def lasting(title: str) -> str:
    """A title without what changes from one notification of the same thing to the next."""
    return " ".join(_PASSING.sub(" ", title).lower().split())


def bare(title: str) -> str:
    """A title without the state that some senders put before it, as in `[FIRING:2]` and `ALARM:`."""
    return _STATED.sub("", title).strip() or title


def links_in(*values: object) -> tuple[str, ...]:
    """The links in texts, each once."""
    found = (link.rstrip(".,;:)]}") for value in values if isinstance(value, str) for link in _LINK.findall(value))
    return tuple(dict.fromkeys(link for link in found if len(link) <= _VALUE))[:_LINKS]


def labels_of(*groups: Mapping[str, object]) -> dict[str, str]:
    """Scalars of several objects by name, the first that names one wins."""
    labels: dict[str, str] = {}
    for group in groups:
        for name, value in group.items():
            key, said = word(name)[:_NAME], word(value)
            if key and said and len(labels) < _LABELS:
                labels.setdefault(key, said[:_VALUE])
    return labels


def tags_of(value: object) -> dict[str, str]:
    """Tags as labels, in the shapes `a:b,c:d`, `["a:b"]`, `[["a", "b"]]`, `[{key, value}]` and an object."""
    if isinstance(value, Mapping):
        return labels_of(value)
    if isinstance(value, str):
        value = [part for part in re.split(r"[,\n]", value) if part.strip()]
    labels: dict[str, object] = {}
    for tag in value if isinstance(value, list | tuple) else ():
        if isinstance(tag, Mapping):
            name = word(tag.get("key", tag.get("Key", tag.get("name"))))
            labels.setdefault(name, tag.get("value", tag.get("Value")))
        elif isinstance(tag, list | tuple) and len(tag) == 2:  # noqa: PLR2004  a pair
            labels.setdefault(word(tag[0]), tag[1])
        elif isinstance(tag, str):
            name, _, said = tag.strip().partition(":")
            labels.setdefault(name, said or "true")
    return labels_of(labels)


def make(  # noqa: PLR0913  one argument per field that a shape may tell
    kind: str,
    identity: Iterable[object],
    title: object,
    *,
    message: object = "",
    state: AlertState = AlertState.FIRING,
    severity: AlertLevel | None = None,
    sent_severity: object = "",
    service: object = "",
    resource: object = "",
    account: object = "",
    region: object = "",
    at: datetime | None = None,
    ended: datetime | None = None,
    labels: Mapping[str, object] | None = None,
    links: Iterable[object] = (),
    namespace: object = "",
    metrics: Iterable[object] = (),
    event_type: object = "",
    expression: object = "",
) -> Alert:
    """An alert with clean, short texts; without a `severity` the sender's word is read."""
    said, body = word(sent_severity), text(message)
    place = place_of(resource)
    heading = word(title) or word(body.partition("\n")[0]) or f"{kind} without a title"
    return Alert(
        fingerprint=fingerprint(kind, *identity),
        kind=kind,
        state=state,
        severity=level_of(said) if severity is None else severity,
        sent_severity=said[:_NAME],
        title=_short(heading, _TITLE),
        message=_short(body, _MESSAGE),
        service=word(service)[:_NAME],
        resource=word(resource)[:_VALUE],
        account=account_of(account, place.account),
        region=region_of(region, place.region),
        at=at,
        ended=ended if state is AlertState.RESOLVED else None,
        labels=labels_of(labels or {}),
        links=links_in(*links),
        namespace=word(namespace)[:_NAME],
        metrics=tuple(dict.fromkeys(name for one in metrics if (name := word(one)[:_NAME])))[:_LINKS],
        event_type=word(event_type)[:_NAME],
        expression=text(expression)[:_EXPRESSION],
    )


def _short(value: str, most: int) -> str:
    return value if len(value) <= most else value[: most - 1] + "…"
