"""How the account's events are read, put together once per process."""

from core.clock import Clock
from services.aws.event_pages import EventPages
from services.aws.session import Aws
from workflows.trail import Trail


def account_trail(aws: Aws, clock: Clock) -> Trail:
    """What tells the account's events."""
    return Trail(EventPages(aws), clock)
