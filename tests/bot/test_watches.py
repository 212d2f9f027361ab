"""The table of watches."""

from pathlib import Path

from bot.settings import Settings
from bot.watches import Watches, watch_jobs, watches
from services.aws.session import Aws
from tests.core.examples import NOW, StillClock
from tests.workflows.reporting import memory_store

ALL = Watches(
    limits=lambda _: "limits",
    anomalies=lambda _: "anomalies",
    stories=lambda _: "stories",
    certificates=lambda _: "certificates",
    disks=lambda _: "disks",
    scans=lambda _: "scans",
    backups=lambda _: "backups",
)


def test_each_watch_is_a_job() -> None:
    assert {job.name: job.work(NOW) for job in watch_jobs(ALL)} == {
        "metric limits": "limits",
        "anomaly watch": "anomalies",
        "security watch": "stories",
        "disk forecast": "disks",
        "certificates": "certificates",
        "backups": "backups",
        "stale scans": "scans",
    }


def test_the_runbook_has_every_watch_and_what_a_missed_look_means() -> None:
    runbook = (Path(__file__).parents[2] / "docs" / "runbook.md").read_text()
    rows = [line.split(" | ") for line in runbook.splitlines() if line.startswith("| ")]
    told = {row[0].removeprefix("| "): row[-1].removesuffix(" |") for row in rows}
    assert {job.name: told.get(job.name) for job in watch_jobs(ALL)} == {
        job.name: job.if_missed for job in watch_jobs(ALL)
    }


def test_nothing_is_watched_where_nobody_would_hear_of_it() -> None:
    clock = StillClock()
    made = watches(Settings(), Aws("us-west-2"), memory_store(clock), clock, None, ())  # type: ignore[arg-type]
    assert made is None
