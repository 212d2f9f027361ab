"""The card and the table of what lies ahead."""

from hypothesis import given, settings

from blocks.limits import problems
from blocks.marks import State as Mark
from blocks.marks import mark
from blocks.schedule import schedule_card, schedule_table
from blocks.text import date
from core.answers.schedule import Schedule, ScheduledWork, Target
from core.conflicts import Conflict, ConflictKind
from core.gaps import Gap
from core.maintenance import Run
from core.patching.states import State
from core.schedule import clashes, in_order, patch_work, schedule_summary, window_work
from tests.blocks.answers import TEXTS, alive, buttons, texts
from tests.core.examples import NOW, PLACE
from tests.core.schedules import DAY, FLEET, HOUR, maintenance, standing, window

CLOSED = Conflict(kind=ConflictKind.CALENDAR_CLOSED, start=NOW + DAY, end=NOW + 2 * DAY, says="freeze is closed.")
GAP = Gap(what="when maintenance windows run", why="AWS refused.")


def answer(
    *works: ScheduledWork, runs: tuple[Run, ...] = (), closed: tuple[Conflict, ...] = (), gaps: tuple[Gap, ...] = ()
) -> Schedule:
    every = in_order((*works, *window_work(runs, FLEET)))
    found = clashes(every, runs, closed, FLEET)
    return Schedule(
        scheduled=every,
        conflicts=found,
        summary=schedule_summary(every, found, 0, 14, whole=not gaps),
        days_ahead=14,
        later=0,
        closed=closed,
        partial=gaps,
        place=PLACE,
    )


def words(told: Schedule) -> str:
    return "\n".join(texts(schedule_card(told)))


def first_mark(told: Schedule) -> str:
    return str(schedule_card(told).blocks[0]["text"]["text"]).split()[0]


def test_a_patch_shows_when_for_the_reader_and_its_owner_who_asked_and_who_approved() -> None:
    said = words(answer(patch_work(standing(window=window(NOW + DAY, zone="Europe/Berlin")))))
    assert f"*openssl* on web-1\n{date(NOW + DAY)} to {date(NOW + DAY + 2 * HOUR)}\nSat 21 Nov, 03:10 to 05:10" in said
    assert f"{mark(Mark.GOOD)} Approved by <@U0APPROVE1> · asked for by <@U0REQUEST1>" in said


def test_a_patch_that_waits_says_how_many_have_approved() -> None:
    told = answer(patch_work(standing(state=State.WAITING, quorum=2)))
    assert "Waits for approval, 0 of 2" in words(told)
    assert first_mark(told) == mark(Mark.WAITING)


def test_a_patch_without_a_window_says_when_all_the_same() -> None:
    assert "As soon as it is approved" in words(answer(patch_work(standing(state=State.WAITING, window=None))))
    assert "At once" in words(answer(patch_work(standing(state=State.APPROVED, window=None))))
    running = patch_work(standing(state=State.RUNNING, started_at=NOW))
    assert f"Running since {date(NOW)}" in words(answer(running))


def test_a_rule_that_approved_is_named() -> None:
    assert "Approved by the rule weekly" in words(answer(patch_work(standing(votes=(), auto_rule="weekly"))))


def test_a_maintenance_window_shows_its_next_run_and_how_many_follow() -> None:
    said = words(answer(runs=tuple(maintenance("nightly", 3, times=3))))
    assert f", and 2 more times until {date(NOW + 3 * DAY)}" in said
    assert "of Systems Manager" in said


def test_what_clashes_stands_at_its_work_and_colours_the_head() -> None:
    warned = answer(patch_work(standing()), runs=tuple(maintenance("nightly", 1)))
    said = "web-1: The maintenance window nightly works on this machine at the same time.\n"
    assert f"{mark(Mark.WARNING)} {said}" in words(warned) + "\n"
    assert first_mark(warned) == mark(Mark.WARNING)
    assert first_mark(answer(patch_work(standing()), closed=(CLOSED,))) == mark(Mark.CRITICAL)


def test_closed_calendars_are_told_without_any_patch() -> None:
    said = words(answer(closed=(CLOSED,)))
    assert f"*No changes are made*\n• {date(CLOSED.start)} to {date(CLOSED.end)}: freeze is closed." in said


def test_nothing_is_only_good_where_all_could_be_read() -> None:
    assert first_mark(answer()) == mark(Mark.GOOD)
    assert first_mark(answer(gaps=(GAP,))) == mark(Mark.UNKNOWN)
    assert "Missing: when maintenance windows run" in words(answer(gaps=(GAP,)))


def test_each_patch_has_a_button_to_its_card_and_no_two_are_alike() -> None:
    card = schedule_card(answer(*(patch_work(standing(number)) for number in range(1, 6))))
    ids = [block["accessory"]["action_id"] for block in card.blocks if "accessory" in block]
    assert len(set(ids)) == len(ids) == 5
    assert problems(card) == []


def test_more_days_are_offered_until_there_are_no_more() -> None:
    assert "Look 28 days ahead" in buttons(schedule_card(answer()))
    assert "Look 28 days ahead" not in buttons(schedule_card(answer().model_copy(update={"days_ahead": 28})))


def test_the_table_has_every_piece_of_work_and_every_conflict() -> None:
    works = [patch_work(standing(number)) for number in range(1, 31)]
    table = schedule_table(answer(*works, runs=tuple(maintenance("nightly", 1, times=2))))
    assert len(table.rows) == 31
    assert table.rows[1][:6] == ("openssl", "2026-11-21 02:10", "2026-11-21 04:10", "web-1", "scheduled", "U0APPROVE1")
    assert table.rows[0][1] == "2026-11-21 02:10 and 1 more"
    assert sum(note.startswith("Conflict: ") for note in table.notes) == 30 * 29 + 30


def test_a_crowded_fortnight_fits_into_a_message() -> None:
    works = [patch_work(standing(number, machines=tuple(range(1, 40)))) for number in range(1, 31)]
    told = answer(*works, runs=tuple(maintenance("nightly", 1, 2, 3, times=14)), closed=(CLOSED,), gaps=(GAP,) * 9)
    assert problems(schedule_card(told)) == []


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_strangers_texts_stay_words(name: str, other: str) -> None:
    (work,) = window_work(maintenance("nightly", 1), FLEET)
    work = work.model_copy(update={"what": name, "work_id": other, "on": (Target(instance_id="i-1", name=other),)})
    hit = Conflict(kind=ConflictKind.PATCH, start=NOW + DAY, end=NOW + 2 * DAY, says=other)
    card = schedule_card(answer(work, closed=(hit,)))
    assert alive(card) == []
    assert problems(card) == []
