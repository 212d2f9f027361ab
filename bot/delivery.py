"""Deliveries put together for the serving process: one thread that notes what is new, and one for each place."""

import logging
from collections.abc import Callable, Mapping
from threading import Event, Thread

from bot.settings import Settings
from bot.wiring import Pieces
from core.answers.health import Part, State
from core.clock import Clock
from core.delivery.rule import DeliveryRule
from core.errors import AssistantError, BadRequest
from services.aws.session import Aws
from services.delivery.jira import Jira
from services.delivery.mail import Mail
from services.delivery.teams import Teams
from services.delivery.topic import Topic
from services.slack.outbox import Outbox, SlackApi
from workflows.delivery.delivering import Delivering
from workflows.delivery.places import JiraPlace, MailPlace, Place, TeamsPlace, TopicPlace
from workflows.delivery.reporting import Reporting

_log = logging.getLogger(__name__)
_LOOK_S, _BACKOFF_S, _AWAY_S = 2.0, 5.0, 60.0


class DeliveryWork:
    """Started and stopped with the process; it looks for nothing where no place is named."""

    def __init__(self, delivering: Delivering, names: tuple[str, ...]) -> None:
        self._delivering = delivering
        self._stopping = Event()
        self._problems: dict[str, str] = {}
        looks: Mapping[str, Callable[[], object]] = {"deliveries": delivering.begin} if names else {}
        steps = {name: _stepping(delivering, name) for name in names}
        self._threads = [
            Thread(target=self._run, args=(name, look), name=f"delivery-{name}", daemon=True)
            for name, look in {**looks, **steps}.items()
        ]

    def start(self) -> None:
        """Look every few seconds."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Begin nothing more; what is told at this moment is told again after the next start where that is safe."""
        self._stopping.set()

    def parts(self) -> list[Part]:
        """What health shows: places that are down do not make the assistant unwell."""
        if not self._threads:
            return []
        if self._problems:
            detail = "; ".join(f"{name}: {why}" for name, why in sorted(self._problems.items()))
            return [Part(name="deliveries", state=State.LIMITED, detail=detail)]
        dead = self._delivering.dead()
        state = State.LIMITED if dead else State.GOOD
        return [Part(name="deliveries", state=state, detail=f"{dead} given up" if dead else "up to date")]

    def _run(self, name: str, look: Callable[[], object]) -> None:
        while not self._stopping.is_set():
            pause_s = _LOOK_S
            try:
                look()
                self._problems.pop(name, None)
            except AssistantError as error:
                self._problems[name], pause_s = error.sentence, _BACKOFF_S
            except Exception:  # noqa: BLE001  the edge of this thread: one incident that breaks holds up no other place
                self._problems[name], pause_s = "something unforeseen broke; the log has it", _BACKOFF_S
                _log.exception("delivery %s broke", name)
            self._stopping.wait(pause_s)


def deliveries(pieces: Pieces) -> DeliveryWork:
    """What brings incidents elsewhere; without rules it does nothing.

    Raises:
        BadRequest: a rule goes to a place whose address or credentials are missing.
    """
    settings, store, clock = pieces.settings, pieces.store, pieces.clock
    rules = settings.sre_deliveries
    aws = Aws(settings.aws_region, tally=pieces.meter.aws_calls)
    places = {rule.name: _place(rule, settings, aws) for rule in rules}
    links = SlackLinks(Outbox(store, clock), pieces.client, clock)
    reporting = Reporting(links.of, pieces.context.replies)
    return DeliveryWork(Delivering(store, clock, rules, places, reporting), tuple(places))


class SlackLinks:
    """Where messages stand in Slack, asked once for each; Slack being away costs a link, not a delivery."""

    def __init__(self, outbox: Outbox, api: SlackApi, clock: Clock) -> None:
        self._outbox = outbox
        self._api = api
        self._clock = clock
        self._known: dict[str, str] = {}
        self._away_until = clock.monotonic()

    def of(self, key: str) -> str:
        """The permalink of the message with this outbox key; "" where it is not known."""
        place = None if key in self._known else self._outbox.place(key)
        if place and self._clock.monotonic() >= self._away_until:
            try:
                answer = self._api.call("chat.getPermalink", channel=place.channel, message_ts=place.ts)
                self._known[key] = str(answer.get("permalink", ""))
            except AssistantError as error:
                self._away_until = self._clock.monotonic() + _AWAY_S
                _log.info("an incident is told without its link: %s", error)
        return self._known.get(key, "")


def _place(rule: DeliveryRule, settings: Settings, aws: Aws) -> Place:
    match rule.to:
        case "jira":
            token = settings.jira_api_token.get_secret_value()
            _needed(rule, JIRA_URL=settings.jira_url, JIRA_USER=settings.jira_user, JIRA_API_TOKEN=token)
            return JiraPlace(Jira(settings.jira_url, settings.jira_user, token), rule)
        case "email":
            url = settings.sre_smtp_url.get_secret_value()
            _needed(rule, SRE_SMTP_URL=url)
            return MailPlace(Mail(url, rule.sender, rule.recipients))
        case "teams":
            url = settings.sre_teams_url.get_secret_value()
            _needed(rule, SRE_TEAMS_URL=url)
            return TeamsPlace(Teams(url))
        case "sns":
            return TopicPlace(Topic(aws, rule.topic))


def _needed(rule: DeliveryRule, **given: str) -> None:
    missing = [name for name, value in given.items() if not value]
    if missing:
        sentence = f"The delivery {rule.name} to {rule.to} needs {' and '.join(missing)}."
        raise BadRequest(sentence, advice="Set them, or remove the delivery from SRE_DELIVERIES.")


def _stepping(delivering: Delivering, name: str) -> Callable[[], object]:
    return lambda: delivering.step(name)
