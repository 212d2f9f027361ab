"""What a look at the fleet tells of findings: those that are there, and what it means where a known one is not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from core.bulletin import Sighting
from core.errors import AssistantError, NotFound
from core.findings import Finding, Floor, SeverityCounts
from core.gaps import whole
from core.place import Place
from core.progress import Progress, Silent
from workflows.survey import Survey

Means = Literal["closed", "unseen", "unknown"]
_MOST_ASKED = 50


class Surveyor(Protocol):
    """See `workflows.survey.Surveyor`."""

    def survey(self, given: Sequence[str], floor: Floor, progress: Progress) -> Survey:
        """Look at some instances, none: at the whole fleet."""
        ...


@dataclass(frozen=True, slots=True)
class Look:
    """`missing`: what it means for an instance that a finding of it is not among `findings`.

    `counts` are of all findings, also where `findings` are the worst of them only; `unscanned` counts instances.
    """

    findings: tuple[Finding, ...]
    counts: SeverityCounts
    labels: Mapping[str, str]
    unscanned: int
    missing: Mapping[str, Means]
    partial: bool
    place: Place

    def absent(self, instance_id: str) -> Means:
        """What it means that a finding of this instance is not there."""
        return self.missing.get(instance_id, "unknown")


def look(surveyor: Surveyor, known: Iterable[Sighting]) -> Look:
    """Look at the whole fleet, and once more at each instance that lacks a known finding where the list was cut.

    Raises:
        Upstream: the findings could not be asked for.
    """
    survey = surveyor.survey((), "all", Silent())
    findings = {each.arn: each for each in survey.findings}
    open_ones = [each for each in known if each.closed is None]
    lacking = sorted({each.instance_id for each in open_ones if each.arn not in findings})
    means = _means(survey)
    # An instance that is not listed took its findings with it; whether it is listed is known of a whole list only.
    missing: dict[str, Means] = {
        each: means.get(each, "closed" if whole(survey.gaps) else "unknown") for each in lacking
    }
    if survey.gaps:
        doubtful = [each for each, meaning in missing.items() if meaning != "unseen"]
        for begin in range(0, len(doubtful), _MOST_ASKED):
            again = _asked_again(surveyor, doubtful[begin : begin + _MOST_ASKED])
            missing |= again.missing
            findings = {each.arn: each for each in again.findings} | findings
    labels = {each.instance.instance_id: each.instance.label for each in survey.instances}
    unscanned = sum(each.unknown for each in survey.instances)
    partial = not whole(survey.gaps)
    return Look(tuple(findings.values()), survey.counts, labels, unscanned, missing, partial, survey.place)


@dataclass(frozen=True, slots=True)
class _Again:
    findings: tuple[Finding, ...]
    missing: dict[str, Means]


def _asked_again(surveyor: Surveyor, instance_ids: Sequence[str]) -> _Again:
    """A list that was cut short says nothing about what it lacks; a short one of its own does."""
    try:
        survey = surveyor.survey(instance_ids, "all", Silent())
    except NotFound:
        return _Again((), dict.fromkeys(instance_ids, "closed"))
    except AssistantError:
        return _Again((), dict.fromkeys(instance_ids, "unknown"))
    if survey.gaps:
        return _Again(survey.findings, dict.fromkeys(instance_ids, "unknown"))
    return _Again(survey.findings, _means(survey))


def _means(survey: Survey) -> dict[str, Means]:
    """Of each instance of a survey: where Inspector scans, what is not listed is closed."""
    return {each.instance.instance_id: "unseen" if each.unknown else "closed" for each in survey.instances}
