"""How a resource stands to a control."""

from dataclasses import dataclass

from core.detections.reading import is_false, is_true
from core.drift.answer import Compliance
from core.drift.controls import CONTROLS
from core.findings import Severity


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource as AWS Config records it. `more` is what other calls than the describing one tell; None: not told."""

    configuration: object
    more: object = None
    account: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a resource stands to one control, and in words what it is that decides."""

    control: str
    state: Compliance
    words: str
    severity: Severity


def standing(
    control: str,
    good: bool | None,  # noqa: FBT001  three values, read beside their words
    good_words: str,
    bad_words: str,
    severity: Severity | None = None,
) -> Standing:
    """Good, not good, or (None) not told; as bad as the control is, where nothing else is said."""
    state = Compliance.UNKNOWN if good is None else Compliance.COMPLIANT if good else Compliance.NON_COMPLIANT
    words = {Compliance.COMPLIANT: good_words, Compliance.NON_COMPLIANT: bad_words}.get(state, "not told")
    return Standing(control, state, words, severity or CONTROLS[control].severity)


def switch(value: object, *, wanted: bool = True) -> bool | None:
    """Whether a switch is as it should be; None where it is not told."""
    if is_true(value):
        return wanted
    return not wanted if is_false(value) else None
