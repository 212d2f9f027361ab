"""Patches of a Windows machine: one cumulative update brings all the fixes that Inspector waits for."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sandbox.aws.findings import Finding
from sandbox.aws.seed.patches import Story, Windows
from sandbox.aws.ssm.patch import Patch, State
from sandbox.aws.ssm.versions import newest

_ROLLUPS = ("KB890830",)


def windows_patches(seed: Windows, story: Story, findings: Iterable[Finding], ended: datetime) -> Iterator[Patch]:
    """The newest cumulative update where something waits for it, then what the seed lists."""
    yield from _cumulative(seed, story, findings)
    for line in seed.missing:
        yield _update(line, _not_installed(story, line))
    for number, line in enumerate(seed.installed):
        yield _update(line, "Installed", ended - timedelta(days=90 * (len(seed.installed) - number)))
    for number, kb in enumerate(seed.other):
        yield Patch(kb=kb, title="", state="InstalledOther", installed=ended - timedelta(days=100 + 30 * number))


def _cumulative(seed: Windows, story: Story, findings: Iterable[Finding]) -> Iterator[Patch]:
    cves: dict[str, list[str]] = {}
    for finding in findings:
        for package in finding.issue.packages:
            if package.fixed in seed.builds and finding.status != "CLOSED" and finding.issue.vulnerability:
                cves.setdefault(package.fixed, []).append(finding.issue.vulnerability.id)
    if cves:
        # Each cumulative update replaces the ones before it, so Windows offers only the newest.
        line = seed.builds[newest(cves)]
        mended = tuple(sorted(cve for several in cves.values() for cve in several))
        yield _update(line, _not_installed(story, line), cves=mended)


def _not_installed(story: Story, line: str) -> State:
    return "Failed" if line.partition(" ")[0] in story.failed else "Missing"


def _update(line: str, state: State, installed: datetime | None = None, cves: tuple[str, ...] = ()) -> Patch:
    kb, _, title = line.partition(" ")
    rollup = kb in _ROLLUPS
    return Patch(
        kb=kb,
        title=title,
        state=state,
        classification="UpdateRollups" if rollup else "SecurityUpdates",
        severity="Unspecified" if rollup else "Critical" if "Cumulative" in title else "Important",
        installed=installed,
        cves=cves,
    )
