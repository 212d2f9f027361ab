"""The log: numbered, bounded, and something to wait on."""

import asyncio

from sandbox.slack import log
from sandbox.slack.log import Log


def test_entries_come_after_a_number_in_order() -> None:
    kept = Log()
    for name in "abc":
        kept.add("api", method=name)
    assert [entry["method"] for entry in kept.after(1)] == ["b", "c"]
    assert (kept.after(3), kept.last) == ([], 3)


def test_the_oldest_entries_go_first() -> None:
    kept = Log()
    for _ in range(log.KEPT + 2):
        kept.add("api")
    entries = kept.after(0)
    assert (len(entries), entries[0]["n"], entries[-1]["n"]) == (log.KEPT, 3, log.KEPT + 2)


def test_a_reader_is_woken_by_the_next_entry() -> None:
    async def scene() -> list[int]:
        kept = Log()
        waiting = asyncio.create_task(kept.wait_after(0, 5))
        await asyncio.sleep(0)
        kept.add("api")
        return [entry["n"] for entry in await waiting]

    assert asyncio.run(scene()) == [1]


def test_a_reader_gives_up_when_the_time_is_over() -> None:
    assert asyncio.run(Log().wait_after(0, 0.001)) == []
