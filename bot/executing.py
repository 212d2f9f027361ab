"""The pieces that carry approved patches out, put together."""

from bot.basis import Basis
from bot.settings import Settings
from workflows.patching.crash import CrashPoints
from workflows.patching.engine import Engine, Tools
from workflows.patching.hands import Reach
from workflows.patching.links import Links
from workflows.patching.locks import Leases
from workflows.patching.looking import Looks
from workflows.patching.runner import Runner
from workflows.patching.starting import Authority, Gate
from workflows.patching.steps.job import House
from workflows.patching.timing import Timing

_TICK_S = 1.0


def runner(base: Basis, authority: Authority, looks: Looks, links: Links) -> Runner | None:
    """What carries patches out; None where this system may only plan and explain."""
    settings, store, clock = base.settings, base.store, base.clock
    if not settings.may_change:
        return None
    timing = timing_of(settings)
    leases = Leases(store, clock, timing.lease_s)
    tools = Tools(
        store=store,
        clock=clock,
        timing=timing,
        leases=leases,
        reach=Reach(base.aws, settings.sre_change_role_arn, settings.sre_patch_lists, clock, timing.lease_s),
        gate=Gate(authority, looks, clock, timing),
        links=links,
        house=House(settings.change_calendars, settings.sre_patch_require_alarm),
        crashes=CrashPoints(settings.sre_crash_at),
    )
    return Runner(Engine(tools), leases, store, clock, base.tracer, tick_s=min(_TICK_S, timing.poll_s))


def timing_of(settings: Settings) -> Timing:
    """How long everything may take."""
    return Timing(
        lease_s=settings.sre_patch_lease,
        settle_s=settings.sre_patch_settle,
        late_s=settings.sre_patch_late,
        poll_s=settings.sre_patch_poll,
        backup_s=settings.sre_patch_backup,
        install_s=settings.sre_patch_install,
        boot_s=settings.sre_patch_step,
        step_s=settings.sre_patch_step,
        reserve_s=settings.sre_patch_reserve,
    )
