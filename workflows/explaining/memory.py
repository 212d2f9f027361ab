"""Remembers what was explained, and which causes people confirmed, so that a similar alert is told of it."""

import hashlib
from datetime import timedelta
from typing import Any, Literal

from core.actor import Actor
from core.alerts import Alert
from core.answers.explain import Explanation, Similar
from core.causes.evidence import Evidence
from core.causes.likeness import likeness
from core.causes.ranking import REMEMBERED
from core.clock import Clock
from core.errors import NotFound
from core.redact import redact
from services.store import ABSENT, Audit, Changes, Order, Put, Record, Store

Judgement = Literal["right", "partly", "wrong"]

_EXPLAINED, CONFIRMED = "explanation", "confirmed-cause"
_KEEP = timedelta(days=400)
_RECALLED = 5
_LONGEST = 500


class CauseMemory:
    """What people said about explanations, in the store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def note(self, found: Explanation, alert: Alert) -> str:
        """Keep what an explanation said, and return the key by which it is judged later.

        Raises:
            Upstream: the store does not answer.
        """
        key = found.incident_id or f"text-{hashlib.sha256(f'{alert.title}{alert.message}'.encode()).hexdigest()[:16]}"
        doc = {
            "likeness": likeness(alert),
            "title": alert.title,
            "specialist": found.specialist,
            "cause": found.cause,
            "said": found.root_cause,
            "confidence": found.confidence.value,
            "at": self._clock.now().isoformat(),
        }
        self._store.put(Put(_EXPLAINED, key, doc, expect=None, expires=self._clock.now() + _KEEP))
        return key

    def judge(self, key: str, judgement: Judgement, actor: Actor, *, cause: str = "", words: str = "") -> str:
        """Keep what somebody says about an explanation; a later word replaces an earlier one. Returns the cause's name.

        `cause` is the name of the true cause where it is one that a specialist knows, `words` tell it in any case.

        Raises:
            NotFound: nothing was explained under this key, or it is forgotten.
            Upstream: the store does not answer.
        """
        explained = self._store.get(_EXPLAINED, key)
        if explained is None:
            raise NotFound("What this says was explained too long ago.", advice="Explain the alert again.")
        true_cause = cause or (explained.doc["cause"] if judgement != "wrong" else "")
        told = redact(words.strip())[:_LONGEST] or (explained.doc["said"] if judgement != "wrong" else "")
        doc = {
            **explained.doc,
            "judgement": judgement,
            "true_cause": true_cause,
            "told": told,
            "by": actor.user_id,
            "judged_at": self._clock.now().isoformat(),
        }
        put = Put(
            CONFIRMED, key, doc, expect=self._version(key), state=doc["likeness"], expires=self._clock.now() + _KEEP
        )
        audit = Audit(actor, "cause-judged", key, {"judgement": judgement, "cause": true_cause})
        self._store.commit(Changes(puts=(put,), audits=(audit,)))
        return true_cause

    def recalled(self, alert: Alert, but: str = "") -> tuple[tuple[Evidence, ...], tuple[Similar, ...]]:
        """Confirmed causes of alike alerts as evidence, and those incidents, newest first; nothing told, nothing known.

        `but` is the incident itself, which is nothing that was seen before.

        Raises:
            Upstream: the store does not answer.
        """
        records = self._store.find(CONFIRMED, state=likeness(alert), limit=_RECALLED, order=Order.NEWEST)
        known = [each for each in records if each.key != but and (each.doc["told"] or each.doc["true_cause"])]
        causes = dict.fromkeys(each.doc["true_cause"] for each in known if each.doc["true_cause"])
        return tuple(_remembered(cause, known) for cause in causes), tuple(_similar(each) for each in known)

    def _version(self, key: str) -> int:
        record = self._store.get(CONFIRMED, key)
        return record.version if record else ABSENT


def _similar(record: Record) -> Similar:
    doc = record.doc
    return Similar(incident_id=record.key, cause=_cause(doc), at=doc["at"], right=doc["judgement"] != "wrong")


def _cause(doc: dict[str, Any]) -> str:
    return str(doc["told"] or doc["true_cause"].replace("_", " "))


def _remembered(cause: str, records: list[Record]) -> Evidence:
    times = sum(each.doc["true_cause"] == cause for each in records)
    said = f"People confirmed this cause {times} time{'s' if times != 1 else ''} for alerts like this one."
    return Evidence(kind=REMEMBERED + cause, source="earlier incidents", said=said)
