"""What `sre-agent doctor` says about the policy: who is named, whether they exist, and whether they are enough."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.settings import Settings
from commands import COMMANDS
from core.answers.health import Part, State
from core.errors import NotFound, Upstream
from core.mcp_keys import EVERY_TOOL
from core.patching.policy import Policy
from workflows.patching.checks import Directory
from workflows.patching.circle import active, circle

_NAME = "policy"
_SHOWN = 5


def policy_parts(settings: Settings, directory: Directory, now: datetime) -> list[Part]:
    """One part per thing that is wrong; one good part where nothing is."""
    policy = settings.sre_policy
    wrong = [*_role(settings), *_named(policy), *_over(policy, now), *_keys(policy), *_clear(settings)]
    if settings.slack_configured and policy.approvers:
        wrong += [*_known(policy, directory), *_enough(policy, directory), *_channel(policy, directory)]
    told = f"{len(policy.approvers)} approvers named, digest {policy.digest[:12]}"
    return wrong or [Part(name=_NAME, state=State.GOOD, detail=told)]


def _role(settings: Settings) -> Iterator[Part]:
    if not settings.sre_change_role_arn:
        advice = "Set SRE_CHANGE_ROLE_ARN to a role that may change machines, or leave it so."
        yield _part(State.LIMITED, "analysis mode: there is no role for changes, so every change is refused", advice)
    elif not settings.sre_patch_lists:
        advice = "Set SRE_PATCH_LISTS to s3://bucket/prefix, which the machines can read."
        yield _part(State.LIMITED, "analysis mode: there is no bucket for the lists of approved packages", advice)


def _named(policy: Policy) -> Iterator[Part]:
    if not policy.approvers:
        yield _part(State.LIMITED, "it names nobody who may approve, so nothing can be approved", "Set approvers.")
    if policy.auto_approve and not policy.channel:
        yield _part(State.LIMITED, "its rules cannot be asked about, as there is no channel", "Set channel.")


def _over(policy: Policy, now: datetime) -> Iterator[Part]:
    for name in (rule.name for rule in policy.auto_approve if rule.until <= now):
        yield _part(State.LIMITED, f"the rule {name} is over", "Remove it, or give it another end.")
    for name in (freeze.name for freeze in policy.freezes if freeze.end <= now):
        yield _part(State.LIMITED, f"the freeze {name} is over", "Remove it.")


def _keys(policy: Policy) -> Iterator[Part]:
    """Keys that name operations which do not exist."""
    every = {EVERY_TOOL, *(row.name for row in COMMANDS)}
    for key in policy.mcp_keys:
        if strange := sorted(set(key.tools) - every):
            advice = "See `sre-agent commands`; names are those of the MCP tools."
            yield _part(State.LIMITED, f"the MCP key {key.name} names {strange[0]}, which does not exist", advice)


def _clear(settings: Settings) -> Iterator[Part]:
    """Keys that leave the machine unencrypted."""
    if settings.sre_policy.mcp_keys and settings.sre_http_host not in {"127.0.0.1", "localhost", "::1"}:
        told = f"MCP keys are taken in the clear on {settings.sre_http_host}"
        yield _part(
            State.LIMITED, told, "Put something that speaks TLS before that port, and let nobody else reach it."
        )


def _known(policy: Policy, directory: Directory) -> Iterator[Part]:
    """Ids that Slack does not have, or has no more."""
    owners = {key.owner for key in policy.mcp_keys if key.owner}
    people = {*policy.break_glass, *policy.callers.values(), *owners}
    named = (policy.approvers, policy.requesters, policy.escalate_to, *(rule.approvers for rule in policy.rules))
    every = people | {each for several in named for each in several}
    if unknown := sorted(_unknown(every, directory)):
        more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
        advice = "Correct them in the policy; Slack shows an id under a profile's Copy member ID."
        yield _part(State.DOWN, f"Slack has no active {', '.join(unknown[:_SHOWN])}{more}", advice)


def _unknown(every: Iterable[str], directory: Directory) -> Iterator[str]:
    for each in every:
        try:
            gone = not directory.group_members(each) if each.startswith("S") else directory.person(each).deleted
        except NotFound:
            gone = True
        except Upstream:
            continue  # said by the check of who is enough
        if gone:
            yield each


def _enough(policy: Policy, directory: Directory) -> Iterator[Part]:
    """A quorum that can be met also where one of the approvers asks."""
    found = active(directory, circle(directory, policy.approvers), recheck=False)
    for sentence in found.unread:
        yield _part(State.LIMITED, sentence, "Look at the scopes of the app, or try again.")
    most = max([policy.quorum, policy.critical_quorum, *(rule.quorum for rule in policy.rules)])
    if len(found.members) < most:
        advice = "Name more people under approvers, or lower the quorum."
        yield _part(State.DOWN, f"it takes up to {most} approvers, and {len(found.members)} could approve", advice)
    elif len(found.members) == most:
        detail = f"it takes up to {most} of {len(found.members)} approvers, so none of them can ask for such a patch"
        yield _part(State.LIMITED, detail, "Name one more person under approvers.")


def _channel(policy: Policy, directory: Directory) -> Iterator[Part]:
    if not policy.channel:
        return
    try:
        channel = directory.channel(policy.channel)
    except (NotFound, Upstream) as error:
        yield _part(
            State.DOWN, f"its channel {policy.channel} cannot be read: {error.sentence}", "Invite the bot there."
        )
        return
    if not channel.is_member:
        yield _part(State.DOWN, f"the bot is not in its channel {policy.channel}", "Invite it with /invite there.")
    elif channel.external:
        detail = f"people of another organisation read its channel {policy.channel}"
        yield _part(State.DOWN, detail, "Choose an internal one.")


def _part(state: State, detail: str, advice: str) -> Part:
    return Part(name=_NAME, state=state, detail=detail, advice=advice)
