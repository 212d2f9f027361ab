"""What a model may add to a report, and the check that it added nothing else.

A model reads strangers' text, so whatever it answers is treated as one more stranger: it may choose among hypotheses
that are close, and word the first one. A sentence of its stays only when every number and name in it stands in the
evidence that it cites, and when it is made of words that our own texts and measurements use. It cannot touch actions,
severity, evidence or gaps: they are not in its answer.
"""

import json
import re
from collections.abc import Iterable

from core.causes.grounding import grounded, sentences
from core.causes.hypothesis import Hypothesis, Report
from core.causes.slots import names_of
from core.causes.specialist import Specialist
from core.model import Model

# Natural log-odds: evidence that makes one cause four times as likely is not turned round by a wording.
_CLOSE = 1.4
_LONGEST = 700
_MOST_SENTENCES = 4
_STRANGE_WORDS = 0.2
_WORD = re.compile(r"[a-z]{4,}")
_NOT_SAID = re.compile(r"https?:|www\.|[<>`|{}\[\]\\*~]|@|\bapprov|\bignore\b|\bexecut", re.IGNORECASE)
_CAP = 24_000
# Function words of English, so that a plain sentence is not taken for a strange one.
_COMMON = """
    about after again against already also although another because been before being between both cause caused
    causes could does down during each either enough even every first from have having here into itself just last
    later less likely long made make many more most much must near need next none nothing only other over points
    same second see seems seen several shortly should shows since some soon still such than that their them then
    there these they this those through time together under until very well were what when where which while with
    within without would your alert evidence began begins begin started starts start stopped cannot longer
"""
_PLAIN = frozenset(_COMMON.split())


class Wording(Model):
    """A model's answer. `order` names hypotheses, the likeliest first; `cites` are ids of evidence.

    `root_cause` names numbers and things by their slots. `look_at` names one more collector that would decide it, and
    is empty for none.
    """

    order: tuple[str, ...] = ()
    root_cause: str = ""
    cites: tuple[str, ...] = ()
    look_at: str = ""


def digest_of(report: Report, title: str, fence: str, collectors: Iterable[str] = ()) -> str:
    """What a model is shown: the evidence that bears on a hypothesis, and the hypotheses, as JSON.

    Strangers' words stand within a fence of random name. `fence` is a word that nobody can guess: text that tries to
    close the fence cannot name it. `collectors` are those that have not looked.
    """
    weighed = _weighed(report)
    slots = names_of(report).slots(weighed)
    facts = [
        {
            "id": each.id,
            "source": each.source,
            "trust": each.trust,
            "fact": slots.texts[each.id],
            **({"quoted": _fenced(each.quoted, fence)} if each.quoted else {}),
            **({"since": each.first_seen.isoformat()} if each.first_seen else {}),
        }
        for each in weighed.evidence
    ]
    causes = [
        {
            "name": each.name,
            "title": each.title,
            "text": slots.texts[f"H{number}"],
            "cites": each.supports,
            "against": each.contradicts,
            "score": each.score,
        }
        for number, each in enumerate(weighed.hypotheses, start=1)
    ]
    shown = {
        "alert": _fenced(title, fence),
        "evidence": facts,
        "hypotheses": causes,
        "not_looked_at": tuple(collectors),
    }
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))[:_CAP]


def shape_of(report: Report, title: str) -> str:
    """The same for reports that one wording with slots fits: alike evidence, and hypotheses that rest on it alike."""
    weighed, names = _weighed(report), names_of(report)
    facts = [(each.kind, each.source, each.trust, names.shape(each.words)) for each in weighed.evidence]
    causes = [(each.name, each.supports, each.contradicts, names.shape(each.text)) for each in weighed.hypotheses]
    return json.dumps([names.shape(title), facts, causes], ensure_ascii=False)


def fits_others(wording: Wording, report: Report) -> bool:
    """Whether a wording of this report names things by slots alone, so that it fits others of the same shape."""
    return names_of(report).bare(wording.root_cause)


def accepted(wording: Wording, report: Report, specialists: Iterable[Specialist]) -> Report | None:
    """The report as the model orders and words it; None where nothing of its answer can stand."""
    if not report.hypotheses:
        return None
    weighed = _weighed(report)
    ordered = _ordered(wording.order, report.hypotheses)
    first = ordered[0]
    supports = next(each.supports for each in weighed.hypotheses if each.name == first.name)
    cited = [each for each in weighed.evidence if each.id in supports and each.id in wording.cites]
    facts = [" ".join((each.said, each.component, *each.values.values())) for each in cited]
    said = names_of(report).slots(weighed).filled(wording.root_cause)
    # What our own text for this cause names, the machine of the alert for one, may be named again.
    text = _borne_out(said, [*facts, first.text], tuple(specialists)) if cited else ""
    if not text and ordered == report.hypotheses:
        return None
    worded = first.model_copy(update={"text": text or first.text})
    return report.model_copy(update={"hypotheses": (worded, *ordered[1:])})


def _weighed(report: Report) -> Report:
    """The report with the hypotheses that may come first, and the evidence that bears on them, numbered anew.

    Nothing else can be chosen or cited, and it would make every report look different.
    """
    chosen = [each for each in report.hypotheses if report.hypotheses[0].score - each.score <= _CLOSE]
    bearing = {ident for one in chosen for ident in (*one.supports, *one.contradicts)}
    kept = [each for each in report.evidence if each.id in bearing]
    names = {each.id: f"E{number}" for number, each in enumerate(kept, start=1)}

    def renamed(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(names[each] for each in ids if each in names)

    hypotheses = tuple(
        each.model_copy(update={"supports": renamed(each.supports), "contradicts": renamed(each.contradicts)})
        for each in chosen
    )
    evidence = tuple(each.model_copy(update={"id": names[each.id]}) for each in kept)
    return report.model_copy(update={"hypotheses": hypotheses, "evidence": evidence})


def _ordered(order: Iterable[str], found: tuple[Hypothesis, ...]) -> tuple[Hypothesis, ...]:
    """The wished first one, if it exists and is close to the best; the others stay as they were."""
    wished = next((each for name in order for each in found if each.name == name), found[0])
    if found[0].score - wished.score > _CLOSE:
        return found
    return (wished, *(each for each in found if each is not wished))


def _borne_out(text: str, facts: list[str], specialists: tuple[Specialist, ...]) -> str:
    """The sentences that say no more than the cited facts; strangers' own words bear out nothing."""
    vocabulary = " ".join(each.vocabulary for each in specialists)
    known = frozenset(_WORD.findall(" ".join((vocabulary, *facts)).lower())) | _PLAIN
    kept = [
        each
        for each in sentences(text[:_LONGEST])[:_MOST_SENTENCES]
        if not _NOT_SAID.search(each) and _plain(each, known) and grounded(each, facts, vocabulary)
    ]
    return " ".join(kept)


def _plain(sentence: str, known: frozenset[str]) -> bool:
    """Whether a sentence is made of words that we use ourselves."""
    words = _WORD.findall(sentence.lower())
    return bool(words) and sum(each not in known for each in words) <= _STRANGE_WORDS * len(words)


def _fenced(text: str, fence: str) -> str:
    clean = "".join(each for each in text if each.isprintable()).replace(fence, "")
    return f"<{fence}>{clean[:400]}</{fence}>"
