"""What a recurring job is: one row of the table in `bot.schedule`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.errors import AssistantError
from core.slots import When


class NotWell(AssistantError):
    """A job did its work and found something that a person has to look at."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is done, when, and what it means where it was not.

    `work` is given the present moment and says in a few words what it did, "" for nothing; it raises where it failed,
    and may be done again where a process died. A slot may begin `grace` late. It is taken over after `lease`, which
    is longer than the work ever takes. Later slots are missed; `catch_up` does the work once for all of them.
    `if_missed` says what a missed run means; `grave`: while the last one failed, the assistant is not well.
    """

    name: str
    when: When
    work: Callable[[datetime], str]
    if_missed: str
    grace: timedelta
    lease: timedelta
    catch_up: bool = False
    grave: bool = False
