"""Who looks after an instance, by its tags, and the other words of it that a report shows."""

from collections.abc import Iterable

from core.fleet import Instance
from core.redact import redact

# The first that is there decides; tag keys are compared without their case.
OWNER_TAGS = ("owner", "team")
UNDESCRIBED = "unknown"
NOT_KNOWN = "(not known)"
_SHOWN_TAGS = (*OWNER_TAGS, "environment")


def owner_of(instance: Instance) -> str:
    """The value of the Owner tag, else of the Team tag; empty where nobody claims the instance.

    An instance that EC2 did not describe has tags that nobody has read, so its owner is not known, which is not none.
    """
    if instance.state == UNDESCRIBED:
        return NOT_KNOWN
    tags = {key.lower(): value.strip() for key, value in instance.tags.items()}
    return next((tags[key] for key in OWNER_TAGS if tags.get(key)), "")


def shown(instance: Instance) -> Instance:
    """The instance with only what a report shows, secrets masked."""
    kept = {key: redact(value) for key, value in instance.tags.items() if key.lower() in _SHOWN_TAGS}
    return instance.model_copy(update={"name": redact(instance.name), "tags": kept})


def most_common(values: Iterable[str], most: int) -> tuple[str, ...]:
    """The most frequent values, then by the alphabet; empty ones are left out."""
    counts: dict[str, int] = {}
    for value in values:
        if value:
            counts[value] = counts.get(value, 0) + 1
    return tuple(sorted(counts, key=lambda value: (-counts[value], value))[:most])
