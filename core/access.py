"""Who may cause what, where: one set of rules for every door."""

from dataclasses import dataclass
from typing import assert_never

from core.actor import Actor, Door, Effect
from core.errors import NotAllowed
from core.people import Channel, Person

_ASK_INSIDE = "Ask in an internal channel or in a direct message with the assistant."
_ASK_FULL_MEMBER = "Ask a full member of the team."


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a caller.

    `team_id` is the workspace this installation belongs to, empty until Slack has told. `person` and `channel` are
    None where Slack could not be asked; `fresh` is False where they are remembered from before.
    """

    team_id: str = ""
    person: Person | None = None
    channel: Channel | None = None
    fresh: bool = True


def decide(actor: Actor, effect: Effect, facts: Facts | None) -> None:
    """Let an effect pass.

    Reading is possible on remembered facts, changing only on fresh ones: a person may have left since. Whether the
    person is an approver, and not the requester, is the approval's own question.

    Raises:
        NotAllowed: with the reason and the way that is open.
    """
    match actor.door:
        case Door.SLACK:
            _check_workspace(actor, effect, facts or Facts())
            _check_person(actor, effect, facts or Facts())
            _check_channel(actor, effect, facts or Facts())
        case Door.CLI | Door.MCP | Door.SCHEDULER:
            _check_outside(actor, effect, facts or Facts())
        case _:
            assert_never(actor.door)


def _check_outside(actor: Actor, effect: Effect, facts: Facts) -> None:
    """Whoever reaches these doors may read; a change is requested in the name of a person in Slack."""
    if effect is Effect.READ:
        return
    if not actor.user_id:
        raise NotAllowed(
            "Callers that are not mapped to a Slack user can read, not request changes.",
            advice="Map this caller to a Slack user id in the policy, or request the change in Slack.",
        )
    _check_workspace(actor, effect, facts)
    _check_person(actor, effect, facts)


def _check_workspace(actor: Actor, effect: Effect, facts: Facts) -> None:
    if not facts.team_id:
        if effect is not Effect.READ:
            raise NotAllowed(
                "The assistant is still connecting to Slack; nothing was changed.", advice="Try again soon."
            )
    elif actor.team_id != facts.team_id:
        raise NotAllowed(
            "The assistant belongs to another workspace.", advice="Ask there, with an account of that team."
        )


def _check_person(actor: Actor, effect: Effect, facts: Facts) -> None:
    person = facts.person
    if person is None or person.user_id != actor.user_id:
        raise NotAllowed("Slack could not say who you are, so nothing was done.", advice="Try again in a minute.")
    if effect is not Effect.READ and not facts.fresh:
        raise NotAllowed(
            "Slack could not confirm who you are now; nothing was changed.", advice="Try again in a minute."
        )
    if person.deleted or person.is_bot:
        raise NotAllowed("The assistant answers people with an active account only.")
    if person.is_stranger or (facts.team_id and person.team_id not in {"", facts.team_id}):
        raise NotAllowed("The assistant does not answer people of other organisations.", advice=_ASK_FULL_MEMBER)
    if person.is_guest:
        raise NotAllowed("The assistant does not answer guest accounts.", advice=_ASK_FULL_MEMBER)


def _check_channel(actor: Actor, effect: Effect, facts: Facts) -> None:
    """An unknown channel (private, without the bot) is fine for reading: only the asker sees the answer."""
    channel = facts.channel
    if not actor.channel_id:
        return
    if channel is None or channel.channel_id != actor.channel_id:
        if effect is not Effect.READ:
            raise NotAllowed(
                "The assistant cannot see who reads this channel; nothing was changed.", advice=_ASK_INSIDE
            )
        return
    if channel.external:
        raise NotAllowed("People of another organisation can read this channel.", advice=_ASK_INSIDE)
