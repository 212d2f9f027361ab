"""Jobs that write down what they did, and workers without threads."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.job import Job
from core.slots import Every

MINUTE = timedelta(minutes=1)


class Inline:
    """Does the work where it is handed over; what dies in it dies with the caller."""

    def submit(self, key: str, work: Callable[[], None]) -> bool:
        del key
        work()
        return True

    def drain(self, timeout_s: float) -> bool:
        del timeout_s
        return True


class Diary:
    """Work that writes down when it was done; `before` happens first and may raise."""

    def __init__(self, before: Callable[[], object] = lambda: None) -> None:
        self.done: list[datetime] = []
        self.before = before

    def work(self, now: datetime) -> str:
        self.before()
        self.done.append(now)
        return f"{len(self.done)} times"


def job(diary: Diary, **more: object) -> Job:
    made: dict[str, object] = {
        "name": "remind",
        "when": Every(MINUTE),
        "work": diary.work,
        "if_missed": "nobody was reminded",
        "grace": timedelta(minutes=5),
        "lease": timedelta(minutes=2),
    }
    return Job(**{**made, **more})  # type: ignore[arg-type]
