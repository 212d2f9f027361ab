"""The pieces that ask for approvals and take them, put together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.settings import Settings
from bot.slack.installed import stored_team
from bot.window_chart import WindowChart
from core.actor import Actor, Door, Effect
from core.clock import Clock
from core.patching.policy import Policy
from services.aws.ec2 import Ec2, missing
from services.aws.session import Aws
from services.slack.client import SlackClient
from services.slack.directory import Directory
from services.slack.outbox import Outbox
from services.store import Audit, Changes, Store
from services.store.files import Files
from workflows.gate import Gate
from workflows.patch_window import PatchWindows
from workflows.patching.approvals import Approvals
from workflows.patching.callers import Callers
from workflows.patching.choices import Choices
from workflows.patching.crash import CrashPoints
from workflows.patching.deciding import Deciding
from workflows.patching.holds import Holds
from workflows.patching.links import Links
from workflows.patching.redrawing import Redrawing
from workflows.patching.reminding import Reminding
from workflows.patching.requests import Requests
from workflows.patching.rules import Rules
from workflows.patching.showing import Showing
from workflows.patching.stop_requests import StopRequests


@dataclass(frozen=True)
class Patching:
    """What asks for patches, shows them, and decides about them.

    `authorise` is for callers outside Slack: who wants a change is first named as somebody there.
    """

    policy: Policy
    requests: Requests
    showing: Showing
    deciding: Deciding
    approvals: Approvals
    choices: Choices
    rules: Rules
    reminding: Reminding
    redrawing: Redrawing
    stop_requests: StopRequests
    holds: Holds
    authorise: Callable[[Actor, Effect], None]

    def begin(self, store: Store) -> None:
        """Note which policy holds from now on, and ask about its rules; raises Upstream where that cannot be stored."""
        read = Audit(Actor(Door.SCHEDULER), "read the policy", "policy", {"digest": self.policy.digest})
        store.commit(Changes(audits=(read,)))
        self.rules.ask()


def patching(
    settings: Settings,
    store: Store,
    aws: Aws,
    windows: PatchWindows,
    client: SlackClient,
    directory: Directory,
    clock: Clock,
) -> Patching:
    """All of it; nothing is asked of anybody yet."""
    policy, team = settings.sre_policy, lambda: stored_team(store)
    callers = Callers(policy, lambda: aws.identity().arn, team)
    links = Links(Outbox(store, clock), client)
    crashes = CrashPoints(settings.sre_crash_at)
    deciding, tags = Deciding(store, links, crashes), tags_from(Ec2(aws))
    rules = Rules(store, policy, directory, tags, clock)
    length = timedelta(minutes=settings.sre_window_minutes)
    return Patching(
        policy=policy,
        requests=Requests(
            store=store,
            directory=directory,
            tags=tags,
            policy=policy,
            callers=callers,
            rules=rules,
            links=links,
            clock=clock,
            may_change=settings.may_change,
            chart=WindowChart(windows, Files(settings.sre_data_dir, clock)).of,
            crashes=crashes,
        ),
        showing=Showing(store, links),
        deciding=deciding,
        approvals=Approvals(deciding, directory, tags, policy, clock),
        choices=Choices(windows, policy, ZoneInfo(settings.sre_timezone), length, clock),
        rules=rules,
        reminding=Reminding(store, policy),
        redrawing=Redrawing(store, Outbox(store, clock)),
        stop_requests=StopRequests(store, directory, policy, callers, links),
        holds=Holds(store, directory, tags, policy, clock),
        authorise=callers.gate(Gate(directory, team).authorise),
    )


def tags_from(ec2: Ec2) -> Callable[[Sequence[str]], Mapping[str, Mapping[str, str]]]:
    """Tags as EC2 has them now; an instance that is not there any more is an error, as its rules would not hold."""

    def tags(instance_ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        fleet = ec2.instances(instance_ids)
        if gone := missing(instance_ids, fleet):
            raise ec2.not_found(gone)
        return {instance.instance_id: instance.tags for instance in fleet.instances}

    return tags
