"""The edge of the process: the one place per door where anything unforeseen is caught, logged and put in words."""

import logging
from collections.abc import Callable
from secrets import token_hex

from blocks.card import Card
from blocks.notice import broken_card, error_card
from core.errors import AssistantError

_log = logging.getLogger(__name__)


def guarded(what: str, work: Callable[[], None], tell: Callable[[Card], None]) -> None:
    """Do the work; whatever goes wrong is told in a sentence, and what nobody foresaw is logged under a reference."""
    try:
        work()
    except AssistantError as error:
        _log.info("%s: %s", what, error)
        _tell(what, tell, error_card(error))
    except Exception:  # noqa: BLE001  the edge of a door: the asker gets a sentence whatever broke
        reference = token_hex(4)
        _log.exception("%s broke, reference %s", what, reference)
        _tell(what, tell, broken_card(reference))


def _tell(what: str, tell: Callable[[Card], None], card: Card) -> None:
    try:
        tell(card)
    except AssistantError as error:
        _log.warning("%s: the answer could not be delivered: %s", what, error)
