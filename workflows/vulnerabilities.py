"""The answers about vulnerabilities: a survey, ranked, grouped and put in words."""

from collections.abc import Sequence

from core.answers.vuln_analyze import VulnerabilityAnalysis
from core.answers.vuln_check import Findings, InstanceFindings
from core.clock import Clock
from core.findings import Finding, Floor
from core.gaps import whole
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
        self._findings: Fresh[Findings] = Fresh(clock, keep_s, lambda answer: whole(answer.partial))
        self._analyses: Fresh[VulnerabilityAnalysis] = Fresh(clock, keep_s, lambda answer: whole(answer.partial))

    def findings(self, instance_ids: Sequence[str], severity: Floor, progress: Progress) -> Findings:
        """Findings of the instances (none: the whole fleet), worst first; raises what `Surveyor.survey` raises."""
        asked_for = tuple(instance_ids)

        def ask() -> Findings:
            return self._judged(asked_for, severity, self._surveyor.survey(asked_for, severity, progress))

        answer = self._findings.get((asked_for, severity), ask)
        return answer.model_copy(update={"place": answer.place.at(self._clock.now())})

    def analysis(self, instance_id: str, progress: Progress) -> VulnerabilityAnalysis:
        """One instance's findings, judged; raises what `Surveyor.survey` raises."""

        def ask() -> VulnerabilityAnalysis:
            return self._analysed(self._surveyor.survey((instance_id,), "all", progress))

        answer = self._analyses.get(instance_id, ask)
        return answer.model_copy(update={"place": answer.place.at(self._clock.now())})

    @property
    def has_fresh_fleet(self) -> bool:
        """Whether the whole fleet can be answered for without asking AWS."""
        return self._findings.has(((), "all"))

    def forget(self) -> None:
        """Ask AWS anew from now on."""
        self._findings.forget()
        self._analyses.forget()

    def _judged(self, asked_for: tuple[str, ...], severity: Floor, survey: Survey) -> Findings:
        now, by_id = self._clock.now(), survey.by_id
        ranked = _ranked(survey)
        return Findings(
            findings=ranked,
            critical_count=survey.counts.critical,
            high_count=survey.counts.high,
            summary=findings_summary(survey.instances, survey.counts, ranked, survey.gaps, now.date()),
            severity=severity,
            asked_for=asked_for,
            counts=survey.counts,
            known_exploited_count=len({each.vulnerability_id for each in ranked if each.known_exploited}),
            groups=groups(ranked, by_id, now),
            instances=survey.instances,
            partial=survey.gaps,
            place=survey.place,
        )

    def _analysed(self, survey: Survey) -> VulnerabilityAnalysis:
        subject, ranked = survey.instances[0], _ranked(survey)
        score = None if _nothing_known(subject, survey) else risk_score(ranked, subject.instance)
        remedies = tuple(remedy(group) for group in groups(ranked, survey.by_id, self._clock.now()))
        return VulnerabilityAnalysis(
            vulnerabilities=ranked,
            risk_score=score,
            remediation_priority=remedies,
            summary=analysis_summary(subject, score, remedies, survey.gaps),
            subject=subject,
            partial=survey.gaps,
            place=survey.place,
        )


def _ranked(survey: Survey) -> tuple[Finding, ...]:
    by_id = survey.by_id
    return tuple(sorted(survey.findings, key=lambda finding: finding_rank(finding, by_id)))


def _nothing_known(subject: InstanceFindings, survey: Survey) -> bool:
    return subject.unknown and not survey.findings
