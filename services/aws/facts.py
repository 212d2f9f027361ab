"""What Inspector knows about exploitation in the wild, asked for ten findings at a time."""

from collections.abc import Mapping
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import Upstream
from core.findings import ExploitFacts
from core.gaps import Gap
from services.aws.chunks import chunks
from services.aws.deadline import patience_s
from services.aws.finding import facts_of
from services.aws.persistence import persistently
from services.aws.session import Aws

if TYPE_CHECKING:
    # The stubs are installed for development only.
    from mypy_boto3_inspector2.type_defs import BatchGetFindingDetailsResponseTypeDef

# https://docs.aws.amazon.com/inspector/v2/APIReference/API_BatchGetFindingDetails.html
BATCH = 10
_NAMED = 3
_LATE = ("AWS had not answered when the time was up.", "Ask again in a minute.")


@dataclass(frozen=True, slots=True)
class Facts:
    """By vulnerability id. One that is not in `known` is unknown, which is not "not exploited"; a gap says why."""

    known: Mapping[str, ExploitFacts]
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """The answer for some findings, by their ARN; `refused` holds why one was not told, with its advice."""

    facts: Mapping[str, ExploitFacts]
    refused: Mapping[str, tuple[str, str]]


def exploit_facts(aws: Aws, pool: Executor, arn_by_vulnerability: Mapping[str, str]) -> Facts:
    """Ask about each vulnerability through one finding of it. Never raises: what could not be asked is a gap."""
    asked = {pool.submit(_ask, aws, arns): arns for arns in chunks(arn_by_vulnerability.values(), BATCH)}
    wait(asked, timeout=patience_s())
    told = [_told(future, arns) for future, arns in asked.items()]
    facts = {arn: each for answer in told for arn, each in answer.facts.items()}
    refused = {arn: each for answer in told for arn, each in answer.refused.items()}
    known = {name: facts[arn] for name, arn in arn_by_vulnerability.items() if arn in facts}
    unknown: dict[tuple[str, str], list[str]] = {}
    for name, arn in arn_by_vulnerability.items():
        if name not in known:
            unknown.setdefault(refused.get(arn, ("Inspector's answer left this out.", "")), []).append(name)
    return Facts(known, tuple(_gap(names, why, advice) for (why, advice), names in unknown.items()))


def _told(future: Future[_Told], arns: list[str]) -> _Told:
    try:
        # Not done is too late, and then it is not begun any more.
        return _Told({}, dict.fromkeys(arns, _LATE)) if future.cancel() or not future.done() else future.result()
    except Upstream as error:
        return _Told({}, dict.fromkeys(arns, (error.sentence, error.advice)))


def _ask(aws: Aws, arns: list[str]) -> _Told:
    def ask() -> "BatchGetFindingDetailsResponseTypeDef":
        with aws.asking("inspector2", "BatchGetFindingDetails"):
            return aws.client("inspector2").batch_get_finding_details(findingArns=arns)

    try:
        answer = persistently(ask)
    except Upstream as error:
        return _Told({}, dict.fromkeys(arns, (error.sentence, error.advice)))
    details = answer.get("findingDetails", [])
    return _Told(
        {detail["findingArn"]: facts_of(detail) for detail in details if "findingArn" in detail},
        {
            error["findingArn"]: (f"Inspector has no details ({error['errorCode']}).", "")
            for error in answer.get("errors", [])
        },
    )


def _gap(names: list[str], why: str, advice: str) -> Gap:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return Gap(what=f"exploitation in the wild of {', '.join(names[:_NAMED])}{more}", why=why, advice=advice)
