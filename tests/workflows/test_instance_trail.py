from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import Cause, NotFound, Upstream
from core.fleet import Instance
from core.flow_rejects import Reject, Rejects
from core.gaps import Gap
from core.logins import Login
from core.strands import Strand
from services.aws.crew import Crew
from services.aws.ec2 import Fleet
from services.aws.log_lines import Lines
from workflows.instance_trail import InstanceActivity, InstanceSources, InstanceTrail
from workflows.trail import Trail, TrailAnswer

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)
BASTION = "i-033e0c347d41e994b"
DENIED = Upstream("AWS refused it.", cause=Cause.DENIED, retryable=False, advice="Allow it.")
ATTEMPT = "sshd[7]: Failed password for root from 192.0.2.51 port 1 ssh2"
CAME_IN = "sshd[7]: Accepted publickey for ec2-user from 203.0.113.24 port 1 ssh2: RSA SHA256:x"


class Account(Trail):
    """Everything that is asked, with a few answers."""

    def __init__(self, *events: dict[str, Any]) -> None:
        self.records = events
        self.asked: list[object] = []
        self.visits: tuple[Login, ...] = ()
        self.lines = Lines(((NOW, ATTEMPT), (NOW, ATTEMPT), (NOW, CAME_IN)))
        self.error: Upstream | None = None

    def about(
        self, things: Sequence[str], since: datetime, until: datetime, also: Sequence[Strand] = ()
    ) -> TrailAnswer:
        del since
        self.asked += [tuple(things), tuple(str(each) for each in also)]
        return TrailAnswer(self.records, (), until, None)

    def instances(self, instance_ids: Sequence[str] = ()) -> Fleet:
        found = Instance(instance_id=BASTION, state="running", security_group_ids=("sg-1",), volume_ids=("vol-1",))
        return Fleet((found,) if BASTION in instance_ids else ())

    def not_found(self, instance_ids: Sequence[str]) -> NotFound:
        return NotFound(f"{instance_ids[0]} is not there.")

    def of(self, instance_id: str, since: datetime) -> tuple[Login, ...]:
        del instance_id, since
        if self.error:
            raise self.error
        return self.visits

    def matching(self, group: str, streams: str, pattern: str, since: datetime, until: datetime) -> Lines:
        del pattern, since, until
        self.asked.append((group, streams))
        return self.lines

    def rejects(self, instance: Instance, since: datetime, until: datetime) -> Rejects:
        del instance, since, until
        return Rejects(rejects=(Reject(source_ip="192.0.2.51", port=22, flows=3),))


Asking = Callable[..., InstanceActivity]


@pytest.fixture
def asking() -> Iterator[Asking]:
    with Crew(8) as crew:

        def ask(
            account: Account, instance_id: str = BASTION, groups: Sequence[str] = ("/ec2/secure",)
        ) -> InstanceActivity:
            sources = InstanceSources(account, account, account, account, groups)
            return InstanceTrail(account, sources, crew).of(instance_id, NOW - timedelta(days=1), NOW)

        yield ask


def event(name: str, session: str = "rita") -> dict[str, Any]:
    return {
        "eventName": name,
        "eventTime": "2026-11-20T10:00:00Z",
        "userIdentity": {"arn": f"arn:aws:sts::123456789012:assumed-role/operations/{session}"},
        "requestParameters": {"target": BASTION},
    }


def test_what_was_done_to_a_machine_is_told_apart_from_what_its_role_did(asking: Asking) -> None:
    account = Account(event("StartSession"), event("GetSecretValue", BASTION))
    told = asking(account)
    assert [each["eventName"] for each in told.events] == ["StartSession"]
    assert [each["eventName"] for each in told.calls] == ["GetSecretValue"]
    assert (BASTION, "sg-1", "vol-1") in account.asked
    assert (f"Username={BASTION}",) in account.asked


def test_who_came_in_and_who_was_turned_away_come_together(asking: Asking) -> None:
    told = asking(Account(event("StartSession")))
    assert [(each.way, each.accepted) for each in told.logins] == [("SSH", True), ("Session Manager", True)]
    assert [(each.source_ip, each.attempts) for each in told.failed] == [("192.0.2.51", 2)]
    assert told.rejects.rejects[0].flows == 3
    assert told.gaps == ()


def test_what_could_not_be_asked_is_a_gap_and_the_rest_stands(asking: Asking) -> None:
    account = Account(event("StartSession"))
    account.error = DENIED
    told = asking(account)
    assert told.gaps == (Gap(what="sessions of Systems Manager", why=DENIED.sentence, advice=DENIED.advice),)
    assert len(told.logins) == 2


def test_without_a_log_group_of_sshd_a_line_says_how_to_have_one(asking: Asking) -> None:
    told = asking(Account(), groups=())
    (gap,) = told.gaps
    assert gap.by_choice
    assert "SRE_SSH_LOG_GROUPS" in gap.advice


def test_a_machine_that_is_not_there_is_an_error(asking: Asking) -> None:
    with pytest.raises(NotFound, match="is not there"):
        asking(Account(), instance_id="i-0a554b5583dd70864")
