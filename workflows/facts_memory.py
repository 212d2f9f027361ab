"""What is known about exploitation in the wild, kept for a day: it changes rarely, and ten at a time is slow to ask."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from core.findings import ExploitFacts
from services.store.cache import Cache

_KEEP = timedelta(days=1)


class FactsMemory:
    """Keeps the facts of each vulnerability in the cache."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def recall(self, vulnerability_ids: Iterable[str]) -> dict[str, ExploitFacts]:
        """Those that are remembered and still fresh."""
        found = {each: self._cache.get(_key(each)) for each in vulnerability_ids}
        return {each: ExploitFacts.model_validate(kept.value) for each, kept in found.items() if kept}

    def remember(self, facts: Mapping[str, ExploitFacts]) -> None:
        """Keep them for a day."""
        for vulnerability_id, each in facts.items():
            self._cache.put(_key(vulnerability_id), each.model_dump(mode="json"), _KEEP)


def _key(vulnerability_id: str) -> str:
    return f"exploit-facts:{vulnerability_id}"
