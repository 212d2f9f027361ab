"""The team is told of critical and known-exploited findings without asking: once, and until they close."""

from datetime import date

import pytest

from core.errors import Upstream
from core.findings import ExploitFacts, Finding, Fix, KnownExploited, Package, Severity
from core.fleet import Coverage
from core.gaps import Gap
from services.slack.outbox_message import KIND as OUTBOX
from services.slack.outbox_message import Letter, Message
from services.store.sqlite import SqliteStore
from tests.core.examples import StillClock, finding, instance, instance_id
from tests.workflows.fakes import Account, surveyor
from tests.workflows.reporting import memory_store
from workflows.bulletins.polling import Bulletins

EXPLOITED = ExploitFacts(known_exploited=KnownExploited(added=date(2026, 11, 1), due=date(2026, 11, 22)))


class Team:
    """A poller, and what it told."""

    def __init__(self, account: Account) -> None:
        self.clock, self.account = StillClock(), account
        self.store: SqliteStore = memory_store(self.clock)

    def poll(self) -> str:
        self.clock.advance(hours=24)
        return Bulletins(surveyor(self.account, self.clock), self.store, "C0SREOPS01").poll(self.clock.now())

    def messages(self) -> dict[str, Message]:
        letters = [Letter.model_validate(record.doc) for record in self.store.find(OUTBOX, limit=1000)]
        return {letter.message.key: letter.message for letter in letters}

    def cards(self) -> list[Message]:
        return [each for each in self.messages().values() if not each.thread_key]

    def lines(self) -> list[str]:
        return [each.text for each in self.messages().values() if each.thread_key]


def critical(number: int = 1, **more: object) -> Finding:
    return finding(number, severity=Severity.CRITICAL, **more)


def of_package(number: int) -> Finding:
    return critical(number, packages=(Package(name=f"lib-{number:02}", version="1"),))


def test_a_new_critical_finding_is_one_card_with_a_way_to_plan_its_patch() -> None:
    team = Team(Account(instances=(instance(),), findings=(critical(1), critical(2), finding(3))))
    assert team.poll() == "1 package with news"
    [card] = team.cards()
    assert card.text == "openssl on web-1: 2 critical"
    assert "Plan patch" in str(card.blocks)
    assert "CVE-2026-0003" not in str(card.blocks)


def test_a_second_look_says_nothing() -> None:
    team = Team(Account(instances=(instance(),), findings=(critical(),)))
    team.poll()
    before = team.messages()
    assert team.poll() == ""
    assert team.messages() == before


def test_a_finding_that_is_now_known_to_be_exploited_is_told_in_words_that_notify() -> None:
    account = Account(instances=(instance(),), findings=(critical(),))
    team = Team(account)
    team.poll()
    account.facts["CVE-2026-0001"] = EXPLOITED
    team.poll()
    assert team.lines() == ["Now known to be exploited: CVE-2026-0001 on web-1"]
    assert "1 known exploited (due 22 Nov 2026)" in team.cards()[0].text


def test_a_known_exploited_finding_of_any_severity_is_told() -> None:
    account = Account(instances=(instance(),), findings=(finding(),), facts={"CVE-2026-0001": EXPLOITED})
    team = Team(account)
    team.poll()
    assert "known exploited" in team.cards()[0].text


def test_a_fix_that_appears_is_told() -> None:
    account = Account(instances=(instance(),), findings=(critical(fix=Fix.NO),))
    team = Team(account)
    team.poll()
    account.findings = (critical(fix=Fix.YES),)
    team.poll()
    assert team.lines() == ["A fix has appeared: CVE-2026-0001 on web-1"]


def test_closed_findings_are_struck_through_on_the_same_card() -> None:
    account = Account(instances=(instance(),), findings=(critical(1), critical(2)))
    team = Team(account)
    team.poll()
    account.findings = (critical(2),)
    team.poll()
    [card] = team.cards()
    assert "~CVE-2026-0001 · critical · web-1~ closed" in str(card.blocks)
    account.findings = ()
    team.poll()
    [card] = team.cards()
    assert card.text == "openssl: every critical or known-exploited finding is closed on web-1"
    assert "Plan patch" not in str(card.blocks)


def test_a_package_that_was_closed_and_is_back_gets_a_new_card() -> None:
    account = Account(instances=(instance(),), findings=(critical(),))
    team = Team(account)
    team.poll()
    account.findings = ()
    team.poll()
    account.findings = (critical(2),)
    team.poll()
    assert [card.text for card in team.cards()] == [
        "openssl: every critical or known-exploited finding is closed on web-1",
        "openssl on web-1: 1 critical",
    ]


def test_nothing_is_closed_where_inspector_does_not_scan_any_more() -> None:
    account = Account(instances=(instance(),), findings=(critical(),))
    team = Team(account)
    team.poll()
    account.findings, account.coverage = (), {instance_id(): Coverage(scanned=False, reason="STALE_INVENTORY")}
    team.poll()
    [card] = team.cards()
    assert card.text == "openssl on web-1: 1 critical"
    assert "not scanned now" in str(card.blocks)
    assert team.lines()[0].startswith("Not scanned any more")


def test_nothing_is_closed_by_a_list_that_was_cut_short() -> None:
    account = Account(instances=(instance(),), findings=(critical(),))
    team = Team(account)
    team.poll()
    account.findings, account.gaps = (), (Gap(what="some findings", why="there are too many", by_choice=True),)
    assert team.poll() == ""
    assert team.cards()[0].text == "openssl on web-1: 1 critical"


def test_nothing_is_told_or_closed_where_the_findings_could_not_be_asked_for() -> None:
    account = Account(instances=(instance(),), findings=(critical(),))
    team = Team(account)
    team.poll()
    account.failing.add("findings")
    with pytest.raises(Upstream):
        team.poll()
    assert team.cards()[0].text == "openssl on web-1: 1 critical"


def test_of_very_many_packages_ten_get_a_card_and_the_rest_one_message() -> None:
    team = Team(Account(instances=(instance(),), findings=tuple(of_package(number) for number in range(1, 251))))
    assert team.poll() == "250 packages with news"
    texts = [card.text for card in team.cards()]
    assert len(texts) == 11
    assert "240 more packages with critical or known-exploited findings" in texts
    assert team.poll() == ""


def test_a_package_of_the_rest_gets_its_card_when_it_becomes_worse() -> None:
    account = Account(instances=(instance(),), findings=tuple(of_package(number) for number in range(1, 12)))
    team = Team(account)
    team.poll()
    told = {card.text for card in team.cards()}
    left_out = next(number for number in range(1, 12) if f"lib-{number:02} on web-1: 1 critical" not in told)
    account.facts[f"CVE-2026-{left_out:04}"] = EXPLOITED
    team.poll()
    assert any(card.text.startswith(f"lib-{left_out:02} on web-1: 1 critical, 1 known") for card in team.cards())


def test_two_processes_that_look_at_once_tell_it_once() -> None:
    team = Team(Account(instances=(instance(),), findings=(critical(),)))
    first = Bulletins(surveyor(team.account, team.clock), team.store, "C0SREOPS01")

    class Slow:
        """Another process is faster while this one looks."""

        def survey(self, *args: object) -> object:
            seen = surveyor(team.account, team.clock).survey(*args)  # type: ignore[arg-type]
            first.poll(team.clock.now())
            return seen

    assert Bulletins(Slow(), team.store, "C0SREOPS01").poll(team.clock.now()) == ""  # type: ignore[arg-type]
    assert len(team.cards()) == 1
