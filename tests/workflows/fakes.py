"""An AWS account that answers at once what a test told it to, or fails as told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field

from core.clock import Clock
from core.errors import Cause, Upstream
from core.findings import ExploitFacts, Finding, Severity, SeverityCounts
from core.fleet import Coverage, Instance
from core.gaps import Gap
from core.model import Model
from services.aws.ec2 import Ec2, Fleet
from services.aws.facts import Facts
from services.aws.inspector import LIMIT, WITHIN_S, Inspector, Scanning
from services.aws.listing import Listing
from services.aws.session import Aws, Identity
from services.aws.stream import OnBatch, Streamed
from tests.core.examples import ACCOUNT, REGION, SCANNED
from workflows.survey import Surveyor

DENIED = Upstream(
    "AWS refused the call for the role sre-read (AccessDenied).",
    cause=Cause.DENIED,
    retryable=False,
    advice="Add it to that role.",
)


@dataclass
class Account:
    """What is true in AWS. `failing` names the methods that are refused; `before[name]` happens first."""

    instances: tuple[Instance, ...] = ()
    findings: tuple[Finding, ...] = ()
    coverage: dict[str, Coverage] | None = None
    facts: dict[str, ExploitFacts] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()
    counted: SeverityCounts = field(default_factory=SeverityCounts)
    scanning: Scanning = field(default_factory=lambda: Scanning(enabled=True, word="ENABLED"))
    failing: set[str] = field(default_factory=set)
    before: dict[str, Callable[[], object]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def hears(self, what: str) -> None:
        self.asked.append(what)
        self.before.get(what, lambda: None)()
        if what in self.failing:
            raise DENIED


class FakeAws(Aws):
    def __init__(self, account: Account) -> None:
        super().__init__(REGION, ACCOUNT)
        self._told = account

    def identity(self) -> Identity:
        self._told.hears("identity")
        return Identity(ACCOUNT, f"arn:aws:iam::{ACCOUNT}:role/sre-read", REGION)


class FakeEc2(Ec2):
    def __init__(self, account: Account) -> None:
        super().__init__(FakeAws(account))
        self._told = account

    def instances(self, instance_ids: Sequence[str] = ()) -> Fleet:
        self._told.hears("instances")
        return Fleet(tuple(one for one in self._told.instances if not instance_ids or one.instance_id in instance_ids))


class FakeInspector(Inspector):
    """`within_s` is remembered, so that a test can see how long a list may take."""

    def __init__(self, account: Account, pool: Executor) -> None:
        super().__init__(FakeAws(account), pool)
        self._told = account
        self.within_s = WITHIN_S

    def coverage(self, instance_ids: Sequence[str] = ()) -> dict[str, Coverage]:
        self._told.hears("coverage")
        known = self._told.coverage
        every = {one.instance_id: SCANNED for one in self._told.instances} if known is None else known
        return {name: told for name, told in every.items() if not instance_ids or name in instance_ids}

    def active_findings(
        self,
        instance_ids: Sequence[str] = (),
        severities: Iterable[Severity] = Severity,
        limit: int = LIMIT,
        within_s: float = WITHIN_S,
        on_page: Callable[..., None] | None = None,
    ) -> Listing:
        self.within_s = within_s
        self._told.hears("findings")
        wanted = set(severities)
        listed = [
            one
            for one in self._told.findings
            if one.severity in wanted and (not instance_ids or one.instance_id in instance_ids)
        ]
        if on_page:
            on_page(len(listed), None)
        return Listing(tuple(listed[:limit]), self._told.gaps)

    def every_finding(self, on_batch: OnBatch, instance_ids: Sequence[str] = ()) -> Streamed:
        self._told.hears("every finding")
        wanted = [one for one in self._told.findings if not instance_ids or one.instance_id in instance_ids]
        for one in wanted:
            on_batch([one])
        return Streamed(len(wanted), self._told.gaps)

    def counts(self) -> SeverityCounts:
        self._told.hears("counts")
        return self._told.counted

    def exploit_facts(self, arn_by_vulnerability: Mapping[str, str]) -> Facts:
        self._told.hears("facts")
        return Facts({name: self._told.facts.get(name, ExploitFacts()) for name in arn_by_vulnerability})

    def status(self) -> Scanning:
        self._told.hears("status")
        return self._told.scanning


class Remembered:
    """What was told about vulnerabilities, without end."""

    def __init__(self) -> None:
        self.known: dict[str, ExploitFacts] = {}

    def recall(self, vulnerability_ids: Iterable[str]) -> dict[str, ExploitFacts]:
        return {each: self.known[each] for each in vulnerability_ids if each in self.known}

    def remember(self, facts: Mapping[str, ExploitFacts]) -> None:
        self.known.update(facts)


POOL = ThreadPoolExecutor(1)


def surveyor(account: Account, clock: Clock, *, limit: int = 5000, deadline_s: float = 5.0) -> Surveyor:
    inspector = FakeInspector(account, POOL)
    return Surveyor(FakeAws(account), FakeEc2(account), inspector, Remembered(), clock, limit, deadline_s)


class Said:
    """Progress that is written down."""

    def __init__(self) -> None:
        self.words: list[tuple[str, int, int | None]] = []
        self.parts: list[Model] = []

    def say(self, what: str, done: int = 0, total: int | None = None) -> None:
        self.words.append((what, done, total))

    def so_far(self, answer: Model) -> None:
        self.parts.append(answer)
