"""What answers about security events, put together: the trail, AWS's own services, the team's rules and rulings."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bot.settings import Settings
from bot.slack.installed import stored_team
from bot.trail import instance_trail
from core.answers.health import Part, State
from core.clock import Clock
from services.aws.config_history import ConfigHistory
from services.aws.crew import Crew
from services.aws.ec2 import Ec2
from services.aws.guardduty import GuardDuty
from services.aws.security_hub import SecurityHub
from services.aws.session import Aws
from services.slack.directory import Directory
from services.store import Store
from workflows.patching.callers import Callers
from workflows.security.before import Before
from workflows.security.habits import CallersHabits
from workflows.security.outside import Outside
from workflows.security.reading import Judging, Reading
from workflows.security.rulings import Rulings
from workflows.security.scoping import Scoping
from workflows.security.sources import NoOwnRules, OwnRules, ServiceFindings
from workflows.security.watch import SecurityWatch
from workflows.trail import Trail
from workflows.vulnerabilities import Vulnerabilities

_QUESTIONS_AT_ONCE = 16
_HISTORIES_AT_ONCE = 4
_PROBLEMS_TOLD = 2
WITHOUT_EXTRA = "SRE_SIGMA_DIR is set, but the extra `sigma` that reads such rules is not installed."
_INSTALL = "Install sre-operations-assistant[sigma], or unset SRE_SIGMA_DIR."
_MEND = "Mend the files; they are read again by themselves. `/sre-rules` names all of them."


@dataclass(frozen=True)
class Security:
    """The pieces of the process that are about security events."""

    watch: SecurityWatch
    rulings: Rulings
    own_rules: OwnRules
    folder: Path | None
    habits: CallersHabits

    def parts(self) -> Sequence[Part]:
        """How the team's own rules stand; nothing where no folder is set."""
        return [own_rules_part(self.own_rules, self.folder)] if self.folder else []


def outside(aws: Aws, vulnerabilities: Vulnerabilities, clock: Clock) -> ServiceFindings:
    """AWS's own services."""
    crew = Crew(_QUESTIONS_AT_ONCE, thread_name_prefix="outside")
    return Outside(GuardDuty(aws), SecurityHub(aws), vulnerabilities, crew, clock)


def security(
    settings: Settings,
    aws: Aws,
    store: Store,
    trail: Trail,
    findings: ServiceFindings,
    directory: Directory,
    clock: Clock,
) -> Security:
    """All of it; nothing is asked of anybody yet."""
    own, folder = own_rules(settings.sre_sigma_dir), settings.sre_sigma_dir
    callers = Callers(settings.sre_policy, lambda: aws.identity().arn, lambda: stored_team(store))
    rulings = Rulings(store, settings.sre_policy, directory, callers, own, str(folder or ""), clock)
    deadline_s, keep_s = settings.sre_answer_deadline, settings.tool_cache_time
    habits = CallersHabits(trail, store, clock)
    reading = Reading(aws, trail, findings, Judging(own, habits), clock, deadline_s, keep_s)
    scoping = Scoping(aws, Ec2(aws), Crew(_QUESTIONS_AT_ONCE, thread_name_prefix="scoping"))
    before = Before(ConfigHistory(aws), Crew(_HISTORIES_AT_ONCE, thread_name_prefix="before"), clock)
    visits = instance_trail(settings, aws, trail, clock)
    watch = SecurityWatch(reading, scoping, rulings, clock, deadline_s, before, visits)
    return Security(watch, rulings, own, folder, habits)


def own_rules(folder: Path | None) -> OwnRules:
    """The team's own rules, where a folder and the library are there."""
    if folder is None:
        return NoOwnRules()
    if find_spec("sigma") is None or find_spec("re2") is None:
        return NoOwnRules(WITHOUT_EXTRA)
    # An optional extra: pySigma takes half a second to import.
    from services.sigma.folder import RuleFolder  # noqa: PLC0415

    return RuleFolder(folder)


def own_rules_part(own: OwnRules, folder: Path) -> Part:
    """How the rules of a folder stand, and how to mend them."""
    standing = own.standing()
    if standing.problems == (WITHOUT_EXTRA,):
        return Part(name="own rules", state=State.LIMITED, detail=WITHOUT_EXTRA, advice=_INSTALL)
    used = f"{len(standing.rules)} in use from {folder}"
    if not standing.problems:
        return Part(name="own rules", state=State.GOOD, detail=used)
    named = "; ".join(each.rstrip(".") for each in standing.problems[:_PROBLEMS_TOLD])
    more = len(standing.problems) - _PROBLEMS_TOLD
    detail = f"{used}, {len(standing.problems)} cannot be used: {named}{f'; and {more} more' if more > 0 else ''}"
    return Part(name="own rules", state=State.LIMITED, detail=detail, advice=_MEND)
