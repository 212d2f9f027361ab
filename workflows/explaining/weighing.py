"""Weighs what was found, told and remembered of one alert: the report that an explanation is made of."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.causes.evidence import Evidence
from core.causes.hypothesis import Report
from core.causes.ranking import Scene
from core.causes.reporting import report_of
from core.causes.signs import told, words_of
from core.causes.specialist import Specialist
from core.redact import redact
from workflows.explaining.case import Case, Gathered

# The effect is looked for so long before its alarm.
_EFFECT = timedelta(hours=1)


def weighed(
    case: Case, specialists: tuple[Specialist, ...], gathered: Gathered, recalled: tuple[Evidence, ...]
) -> Report:
    """What the specialists make of everything that was found, told and remembered."""
    signs = [sign for one in specialists for sign in one.signs]
    claims = told(words_of(case.alert), signs, "the alert")
    evidence = tuple(_masked(fact) for fact in (*gathered.evidence, *claims, *recalled))
    scene = Scene(_told(case), _known(case, gathered.evidence), evidence, _onset(case, gathered.evidence))
    return report_of(specialists, scene, gathered.gaps)


def _masked(fact: Evidence) -> Evidence:
    """The fact without secrets: log lines and tags hold some."""
    values = {name: redact(value) for name, value in fact.values.items()}
    return fact.model_copy(update={"said": redact(fact.said), "quoted": redact(fact.quoted), "values": values})


def _onset(case: Case, evidence: Sequence[Evidence]) -> datetime:
    """When the effect began: what people lose, as measured within the hour before the alarm; else the alarm."""
    earliest = case.alarmed_at - _EFFECT
    seen = [each.first_seen for each in evidence if each.impact and each.first_seen and not each.before]
    return min((at for at in seen if earliest <= at <= case.alarmed_at), default=case.alarmed_at)


def _told(case: Case) -> Evidence:
    """The alert itself as evidence; what its words name may stand in a sentence, and in no command that changes."""
    return Evidence(
        kind="alert",
        source="the alert",
        said="The alert came.",
        quoted=redact(case.alert.title),
        component=next(iter(case.subject.named), case.alert.service),
        first_seen=case.alert.at,
        trust="told",
        values=dict(case.names),
    )


def _known(case: Case, evidence: Sequence[Evidence]) -> Evidence:
    """What the alert's typed fields say that it is about; an instance only where AWS told something of it."""
    values = case.subject.values()
    if not any(each.component == case.subject.instance_id and each.trust == "measured" for each in evidence):
        values.pop("instance_id", None)
    return Evidence(kind="subject", source="the alert's fields", said="", values=values)
