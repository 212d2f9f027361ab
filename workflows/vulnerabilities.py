"""The answers about vulnerabilities: a survey, ranked, grouped and put in words."""

from collections.abc import Sequence
from datetime import datetime

from core.answers.vuln_analyze import VulnerabilityAnalysis
from core.answers.vuln_check import Findings, InstanceFindings, Place
from core.clock import Clock
from core.findings import Floor
from core.progress import Progress
from core.remedy import remedy
from core.risk import finding_rank, groups, risk_score
from core.summaries import analysis_summary, findings_summary
from workflows.fresh import Fresh
from workflows.survey import Survey, Surveyor


class Vulnerabilities:
    """Answers for the fleet and for one instance, kept for `keep_s` seconds unless something failed."""

    def __init__(self, surveyor: Surveyor, clock: Clock, keep_s: float) -> None:
        self._surveyor = surveyor
        self._clock = clock
        self._surveys: Fresh[Survey] = Fresh(clock, keep_s, lambda survey: all(gap.by_choice for gap in survey.gaps))

    def findings(self, instance_ids: Sequence[str], severity: Floor, progress: Progress) -> Findings:
        """Findings of the instances (none: the whole fleet), worst first; raises what `Surveyor.survey` raises."""
        survey, now = self._survey(tuple(instance_ids), severity, progress), self._clock.now()
        by_id = survey.by_id
        ranked = tuple(sorted(survey.findings, key=lambda finding: finding_rank(finding, by_id)))
        return Findings(
            findings=ranked,
            critical_count=survey.counts.critical,
            high_count=survey.counts.high,
            summary=findings_summary(survey.instances, survey.counts, ranked, survey.gaps, now.date()),
            severity=severity,
            asked_for=tuple(instance_ids),
            counts=survey.counts,
            known_exploited_count=len({each.vulnerability_id for each in ranked if each.known_exploited}),
            groups=groups(ranked, by_id, now),
            instances=survey.instances,
            partial=survey.gaps,
            place=_aged(survey.place, now),
        )

    def analysis(self, instance_id: str, progress: Progress) -> VulnerabilityAnalysis:
        """One instance's findings, judged; raises what `Surveyor.survey` raises."""
        survey = self._survey((instance_id,), "all", progress)
        subject = survey.instances[0]
        by_id = survey.by_id
        ranked = tuple(sorted(survey.findings, key=lambda finding: finding_rank(finding, by_id)))
        score = None if _nothing_known(subject, survey) else risk_score(ranked, subject.instance)
        remedies = tuple(remedy(group) for group in groups(ranked, by_id, self._clock.now()))
        return VulnerabilityAnalysis(
            vulnerabilities=ranked,
            risk_score=score,
            remediation_priority=remedies,
            summary=analysis_summary(subject, score, remedies, survey.gaps),
            subject=subject,
            partial=survey.gaps,
            place=_aged(survey.place, self._clock.now()),
        )

    @property
    def has_fresh_fleet(self) -> bool:
        """Whether the whole fleet can be answered for without asking AWS."""
        return self._surveys.has(((), "all"))

    def forget(self) -> None:
        """Ask AWS anew from now on."""
        self._surveys.forget()

    def _survey(self, instance_ids: tuple[str, ...], severity: Floor, progress: Progress) -> Survey:
        return self._surveys.get(
            (instance_ids, severity), lambda: self._surveyor.survey(instance_ids, severity, progress)
        )


def _aged(place: Place, now: datetime) -> Place:
    return place.model_copy(update={"age_s": max(0.0, (now - place.asked_at).total_seconds())})


def _nothing_known(subject: InstanceFindings, survey: Survey) -> bool:
    return subject.unknown and not survey.findings
