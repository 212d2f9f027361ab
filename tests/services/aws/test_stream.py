from collections.abc import Iterator, Sequence

import boto3
import pytest
from botocore.config import Config

from core.findings import Finding
from sandbox.aws.faults import Fault
from sandbox.aws.server import Aws as Sandbox
from sandbox.aws.server import running
from services.aws.crew import Crew
from services.aws.deadline import answering_within
from services.aws.inspector import Inspector
from services.aws.session import Aws

ONCE = Config(retries={"total_max_attempts": 1}, read_timeout=2)


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    with running(fleet=30, findings=2500) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(shared: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setenv("AWS_ENDPOINT_URL", shared.url)
    yield shared
    shared.world.faults.clear()


@pytest.fixture
def inspector(sandbox: Sandbox, session: boto3.Session) -> Iterator[Inspector]:
    with Crew(8) as crew:
        yield Inspector(Aws(sandbox.world.account.region, session=session, config=ONCE), crew)


def test_every_finding_is_handed_on_once(sandbox: Sandbox, inspector: Inspector) -> None:
    arns: list[str] = []

    def note(batch: Sequence[Finding]) -> None:
        arns.extend(finding.arn for finding in batch)

    streamed = inspector.every_finding(note)
    active = [one for one in sandbox.world.account.findings.all if one.status == "ACTIVE" and not one.issue.port]
    assert sorted(arns) == [one.arn for one in active]
    assert (streamed.count, streamed.gaps) == (len(active), ())


def test_only_the_named_instances_are_read(sandbox: Sandbox, inspector: Inspector) -> None:
    every = [one.host.id for one in sandbox.world.account.findings.all if not one.issue.port]
    found: list[Finding] = []
    inspector.every_finding(found.extend, [every[0]])
    assert {finding.instance_id for finding in found} == {every[0]}


def test_a_stream_that_fails_is_a_gap_and_loses_no_other(sandbox: Sandbox, inspector: Inspector) -> None:
    sandbox.world.faults.put({"inspector2:ListFindings": Fault(error="AccessDeniedException", page=2, times=1)})
    seen: list[int] = []
    streamed = inspector.every_finding(lambda batch: seen.append(len(batch)))
    assert 0 < sum(seen) == streamed.count
    [gap] = streamed.gaps
    assert gap.what.endswith("after page 1")


def test_what_hangs_past_the_deadline_is_a_gap(sandbox: Sandbox, inspector: Inspector) -> None:
    sandbox.world.faults.put({"inspector2:ListFindings": Fault(hang_s=30, page=2, times=1)})
    with answering_within(1):
        streamed = inspector.every_finding(lambda _: None)
    assert streamed.count > 0
    assert [gap.why for gap in streamed.gaps] == ["AWS had not answered ListFindings when the time was up."]
