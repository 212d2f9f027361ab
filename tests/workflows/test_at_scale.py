"""Surveys of a fleet with more findings than are listed, against the seeded account, whole and failing."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from time import perf_counter

import boto3
import pytest
from botocore.config import Config

from core.clock import SystemClock
from core.errors import Upstream
from core.progress import Progress, Silent
from sandbox.aws.faults import Fault
from sandbox.aws.server import Aws as Sandbox
from sandbox.aws.server import running
from services.aws.crew import Crew
from services.aws.ec2 import Ec2
from services.aws.inspector import Inspector
from services.aws.session import Aws
from services.store.cache import Cache
from tests.workflows.fakes import Said
from workflows.facts_memory import FactsMemory
from workflows.survey import Survey, Surveyor
from workflows.vulnerabilities import Vulnerabilities

LIMIT = 400
IMPATIENT = Config(retries={"mode": "standard", "total_max_attempts": 3}, read_timeout=2, max_pool_connections=32)
Ask = Callable[..., Survey]


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    with running(fleet=40, findings=4000) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(shared: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setenv("AWS_ENDPOINT_URL", shared.url)
    shared.world.log.clear()
    yield shared
    shared.world.faults.clear()


@pytest.fixture
def surveyor(sandbox: Sandbox, tmp_path: Path) -> Callable[[float], Surveyor]:
    def make(deadline_s: float = 10) -> Surveyor:
        clock = SystemClock()
        aws = Aws("us-west-2", session=boto3.Session("AKIAEXAMPLE", "example"), config=IMPATIENT)
        known = FactsMemory(Cache(tmp_path, clock))
        return Surveyor(aws, Ec2(aws), Inspector(aws, Crew(32)), known, clock, LIMIT, deadline_s)

    assert sandbox
    return make


@pytest.fixture
def ask(surveyor: Callable[[float], Surveyor]) -> Ask:
    def survey(deadline_s: float = 10, progress: Progress | None = None) -> Survey:
        return surveyor(deadline_s).survey((), "all", progress or Silent())

    return survey


def active(sandbox: Sandbox) -> Counter[str]:
    findings = sandbox.world.account.findings.all
    return Counter(one.host.id for one in findings if one.status == "ACTIVE" and not one.issue.port)


def test_the_worst_are_listed_and_all_are_counted(sandbox: Sandbox, ask: Ask) -> None:
    survey, real = ask(), active(sandbox)
    assert len(survey.findings) <= LIMIT
    assert survey.counts.total == real.total()
    assert {each.instance.instance_id: each.counts.total for each in survey.instances if each.counts.total} == real
    listed = len(survey.findings)
    assert [gap.why for gap in survey.gaps] == [
        f"The worst {listed} of {real.total():,} findings are listed; the counts are of all."
    ]


def test_a_known_exploited_vulnerability_is_listed_whatever_its_severity(sandbox: Sandbox, ask: Ask) -> None:
    findings = sandbox.world.account.findings.all
    known = {
        one.issue.vulnerability.id
        for one in findings
        if one.status == "ACTIVE" and one.issue.vulnerability and one.issue.vulnerability.known_exploited
    }
    survey = ask()
    listed = {each.vulnerability_id for each in survey.findings if each.known_exploited}
    assert len(listed) >= 5
    assert listed <= known
    assert {each.severity for each in survey.findings} >= {"critical", "high", "medium"}


def test_progress_says_how_many_of_how_many(sandbox: Sandbox, ask: Ask) -> None:
    said = Said()
    ask(progress=said)
    total = active(sandbox).total()
    assert ("Reading findings", 0, total) in said.words
    assert any(words == "Reading findings" and done and of == total for words, done, of in said.words)


def test_when_half_of_all_calls_are_throttled_the_answer_is_whole_or_names_what_is_missing(
    sandbox: Sandbox, ask: Ask
) -> None:
    sandbox.world.faults.put({"inspector2:*": Fault(error="ThrottlingException", every=2)})
    survey = ask(deadline_s=25)
    assert survey.findings
    assert survey.counts.total == active(sandbox).total() or any(not gap.by_choice for gap in survey.gaps)


@pytest.mark.parametrize("operation", ["ec2:*", "inspector2:ListCoverage", "inspector2:BatchGetFindingDetails"])
def test_what_hangs_is_named_and_holds_no_answer_past_its_deadline(sandbox: Sandbox, ask: Ask, operation: str) -> None:
    sandbox.world.faults.put({operation: Fault(hang_s=30)})
    began = perf_counter()
    survey = ask(deadline_s=5)
    assert perf_counter() - began < 7
    assert any(not gap.by_choice for gap in survey.gaps)
    assert survey.findings


@pytest.mark.parametrize("operation", ["*", "sts:*", "inspector2:ListFindings"])
def test_without_any_findings_in_time_there_is_an_error_in_time(sandbox: Sandbox, ask: Ask, operation: str) -> None:
    sandbox.world.faults.put({operation: Fault(hang_s=30)})
    began = perf_counter()
    with pytest.raises(Upstream):
        ask(deadline_s=1.5)
    assert perf_counter() - began < 3.5


def test_a_question_after_one_that_hung_is_answered_whole(
    sandbox: Sandbox, surveyor: Callable[[float], Surveyor]
) -> None:
    asking = surveyor(6)
    sandbox.world.faults.put({"inspector2:*": Fault(hang_s=30, times=20)})
    for _ in range(2):
        with pytest.raises(Upstream):
            asking.survey((), "all", Silent())
        sandbox.world.faults.put({"inspector2:*": Fault(latency_ms=1)})
        survey = asking.survey((), "all", Silent())
        assert all(gap.by_choice for gap in survey.gaps)
        sandbox.world.faults.put({"inspector2:*": Fault(hang_s=30, times=20)})


def test_twenty_people_who_ask_at_once_cost_one_series_of_calls(
    sandbox: Sandbox, surveyor: Callable[[float], Surveyor]
) -> None:
    surveyor(10).survey((), "all", Silent())
    alone = sandbox.world.log.read()["counts"]["inspector2:ListFindings"]
    sandbox.world.log.clear()
    answers, together = Vulnerabilities(surveyor(10), SystemClock(), 300), Barrier(20)

    def person(_: int) -> int:
        together.wait(5)
        return answers.findings((), "all", Silent()).counts.total

    with ThreadPoolExecutor(20) as people:
        assert len(set(people.map(person, range(20)))) == 1
    assert sandbox.world.log.read()["counts"]["inspector2:ListFindings"] <= alone * 1.3
