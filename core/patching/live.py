"""The live state that a plan was made from: what must still be so when it is carried out."""

from collections.abc import Iterator, Mapping

from core.model import Model


class LiveMachine(Model):
    """One machine as far as a plan depends on it. `packages` gives the installed version by override id.

    `findings` gives, by override id, the vulnerability ids that were open for the package, sorted. `held` are override
    ids that no plan may take there.
    """

    instance_id: str
    state: str
    opted_in: bool
    system: str
    volume_ids: tuple[str, ...]
    packages: Mapping[str, str]
    findings: Mapping[str, tuple[str, ...]]
    held: tuple[str, ...] = ()


class LiveState(Model):
    """All machines of a plan, by id."""

    machines: Mapping[str, LiveMachine]


def drift(planned: LiveState, now: LiveState) -> tuple[str, ...]:
    """What is different now, a sentence each; none: the plan still fits.

    A finding that is closed, or a package that is newer already, is a difference too: the plan's reason has changed.
    """
    return tuple(
        sentence
        for instance_id, before in sorted(planned.machines.items())
        for sentence in _differences(before, now.machines.get(instance_id))
    )


def _differences(before: LiveMachine, after: LiveMachine | None) -> Iterator[str]:
    name = before.instance_id
    if after is None:
        yield f"{name} is not there any more."
        return
    if after.state != before.state:
        yield f"{name} was {before.state} and is {after.state}."
    if after.opted_in != before.opted_in:
        yield f"{name} {'has' if after.opted_in else 'no longer has'} the tag that lets it be patched."
    if after.system != before.system:
        yield f"{name} ran {before.system} and runs {after.system}."
    if set(after.volume_ids) != set(before.volume_ids):
        yield f"{name} has other volumes: {', '.join(sorted(after.volume_ids)) or 'none'}."
    for package, version in sorted(before.packages.items()):
        yield from _package(name, package, version, before, after)


def _package(name: str, package: str, version: str, before: LiveMachine, after: LiveMachine) -> Iterator[str]:
    if package in after.held and package not in before.held:
        yield f"{name}: {package} is held, as it was rolled back there."
        return
    installed = after.packages.get(package, "")
    if installed != version:
        yield f"{name} had {package} {version} and has {installed or 'none'}."
    known, found = set(before.findings.get(package, ())), set(after.findings.get(package, ()))
    if closed := known - found:
        yield f"{name}: {', '.join(sorted(closed))} of {package} {'is' if len(closed) == 1 else 'are'} closed."
    if new := found - known:
        yield f"{name}: {package} has new findings: {', '.join(sorted(new))}."
