"""The table of jobs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.job import Job, NotWell
from bot.schedule import Work, jobs
from core.audit import Head, Problem, Verdict
from core.gaps import Gap
from core.slots import Daily
from tests.core.examples import NOW

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass
class Office:
    """Patches, snapshots and an audit log, which write down what is asked of them."""

    problems: tuple[Problem, ...] = ()
    unheld: tuple[Gap, ...] = ()
    asked: list[str] = field(default_factory=list)

    def remind(self, now: datetime) -> int:
        self.asked.append(f"remind {now:%H:%M}")
        return 2

    def expire(self, now: datetime) -> int:
        self.asked.append(f"expire {now:%H:%M}")
        return 0

    def mend(self) -> int:
        return 1

    def clear(self, now: datetime) -> str:
        self.asked.append(f"clear {now:%H:%M}")
        return "1 expired snapshot removed"

    def poll(self, now: datetime) -> str:
        self.asked.append(f"poll {now:%H:%M}")
        return "2 packages with news"

    def look(self, now: datetime) -> str:
        self.asked.append(f"look {now:%H:%M}")
        return "1 package with news"

    def learn(self, now: datetime) -> str:
        self.asked.append(f"learn {now:%H:%M}")
        return "7 callers are known"

    def catch_up(self, now: datetime) -> str:
        self.asked.append(f"catch up {now:%H:%M}")
        return "12 new"

    def post(self, now: datetime) -> str:
        self.asked.append(f"post {now:%H:%M}")
        return "posted"

    def publish(self) -> Head:
        return Head(count=7, seal="s", at=NOW)

    def verify(self) -> Verdict:
        return Verdict(rows=7, seal="s", heads=1, problems=self.problems, unheld=self.unheld)


class Press:
    """Publishes figures."""

    def publish(self, now: datetime) -> str:
        return f"4 published at {now:%H:%M}"


def table(office: Office, sweeps: tuple[Callable[[], int], ...] = ()) -> dict[str, Job]:
    work = Work(
        reminders=office,
        cards=office,
        backups=office,
        audit=office,
        events=office,
        habits=office,
        findings=office,
        findings_every=timedelta(hours=24),
        finding_events=office,
        figures=Press(),
        digest=office,
        digest_at=time(8, 30),
        watches=(),
        sweeps=sweeps,
    )
    return {job.name: job for job in jobs(work, BERLIN)}


def test_each_job_says_in_a_few_words_what_it_did_and_nothing_where_there_was_nothing() -> None:
    office = Office()
    said = {name: job.work(NOW) for name, job in table(office, (lambda: 3, lambda: 4)).items()}
    assert said == {
        "events of the account": "12 new",
        "findings poll": "2 packages with news",
        "findings on events": "1 package with news",
        "custom metrics": "4 published at 02:10",
        "daily digest": "posted",
        "approval reminders": "2 reminded of",
        "expiry of approvals": "",
        "cards of patches": "1 drawn again",
        "removal of old state": "7 removed",
        "audit head": "published, 7 in all",
        "audit check": "whole, 7 in all",
        "habits of callers": "7 callers are known",
        "snapshot expiry": "1 expired snapshot removed",
    }
    asked = ("catch up", "poll", "look", "post", "remind", "expire", "learn", "clear")
    assert office.asked == [f"{each} 02:10" for each in asked]


def test_an_audit_log_that_is_not_whole_is_a_grave_failure() -> None:
    check = table(Office(problems=(Problem(kind="changed", sequence=3, sentence="Row 3 was changed."),)))["audit check"]
    with pytest.raises(NotWell, match=r"The audit log is not whole: Row 3 was changed\."):
        check.work(NOW)
    assert check.grave


def test_nightly_jobs_come_by_the_teams_clock_each_at_its_own_time_and_are_made_up_for() -> None:
    nightly = [job for job in table(Office()).values() if isinstance(job.when, Daily) and job.catch_up]
    times = [job.when.following(NOW).astimezone(BERLIN) for job in nightly]
    assert {each.hour for each in times} == {2}
    assert len(set(times)) == len(nightly) == 5


def test_the_runbook_has_every_job_and_what_a_missed_run_of_it_means() -> None:
    runbook = (Path(__file__).parents[2] / "docs" / "runbook.md").read_text()
    rows = [line.split(" | ") for line in runbook.splitlines() if line.startswith("| ")]
    told = {row[0].removeprefix("| "): row[-1].removesuffix(" |") for row in rows}
    assert {name: told.get(name) for name in table(Office())} == {
        name: job.if_missed for name, job in table(Office()).items()
    }


def test_every_job_says_what_a_missed_run_means_and_holds_its_lease_longer_than_its_work() -> None:
    for job in table(Office()).values():
        assert job.if_missed
        assert job.lease.total_seconds() >= 120


def test_heads_that_nobody_could_ask_for_are_no_clean_check() -> None:
    office = Office(unheld=(Gap(what="the heads in s3://vault", why="AWS refused.", advice="Add s3:ListBucket."),))
    with pytest.raises(NotWell, match=r"could not be held against the heads in s3://vault: AWS refused\."):
        table(office)["audit check"].work(NOW)
