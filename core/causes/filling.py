"""Fills the texts of specialists with values of the evidence, and never with what nobody trustworthy told."""

import re
from collections.abc import Iterable, Mapping

from core.causes.evidence import Evidence
from core.causes.hypothesis import Step
from core.causes.specialist import Advice

_NAMED = re.compile(r"\{([a-z_]+)\}")
# What a shell takes as one harmless word: names, ids, ARNs, hosts, numbers.
_PLAIN_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+=-]{0,199}")
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE)


def filled(sentence: str, values: Mapping[str, str]) -> str:
    """The sentence with its values, or nothing when one is missing."""
    if any(not values.get(name) for name in _NAMED.findall(sentence)):
        return ""
    return _NAMED.sub(lambda found: values[found.group(1)], sentence)


def values_of(evidence: Iterable[Evidence]) -> dict[str, str]:
    """All values by name; what was measured wins over what was told, and the first over later ones."""
    ordered = sorted(evidence, key=lambda each: each.trust != "measured")
    values: dict[str, str] = {}
    for each in ordered:
        for name, value in each.values.items():
            values.setdefault(name, value)
    return values


def step_of(advice: Advice, evidence: Iterable[Evidence]) -> Step:
    """A step whose command holds only values that may stand in one; a missing one is left as `<name>`.

    A command that changes something takes measured values alone. One that only looks may take a host name from an
    alert's text, since that is all there is to look at.
    """
    facts = tuple(evidence)
    trusted = values_of(each for each in facts if each.trust == "measured")
    hosts = {name: value for name, value in values_of(facts).items() if _HOST.fullmatch(value)}
    allowed = trusted if advice.changes else {**hosts, **trusted}

    def put(found: re.Match[str]) -> str:
        value = allowed.get(found.group(1), "")
        return value if _PLAIN_WORD.fullmatch(value) else f"<{found.group(1).replace('_', '-')}>"

    # The sentence is not run by anybody: there a told name may stand, as it is shown quoted or inert.
    said = _NAMED.sub(lambda found: values_of(facts).get(found.group(1)) or f"the {found.group(1)}", advice.say)
    return Step(say=said, run=_NAMED.sub(put, advice.run), changes=advice.changes)
