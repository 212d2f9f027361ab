"""What limits would have said, as it looks."""

from datetime import timedelta

from hypothesis import given, settings

from blocks.fit import fit
from blocks.limits import problems
from blocks.thresholds import trial_card, trial_table
from core.answers.thresholds import LimitTrial, Passed, ThresholdTrial
from core.gaps import Gap
from tests.blocks.answers import TEXTS, alive, texts
from tests.core.examples import NOW, PLACE


def passed(machine: str = "web-1", *, over: bool = True) -> Passed:
    start, end = NOW - timedelta(hours=2), NOW - timedelta(hours=1)
    return Passed(machine=machine, metric="CPU", start=start, end=end if over else None, worst=97)


def trial(*many: Passed, name: str = "busy", unmeasured: int = 0, partial: tuple[Gap, ...] = ()) -> ThresholdTrial:
    limit = LimitTrial(
        name=name, limit="cpu above 90 for 15m", severity="high", series=4, unmeasured=unmeasured, passed=many
    )
    return ThresholdTrial(
        limits=(limit,),
        would_alert=len(many),
        usd_a_month=0.35,
        summary=f"1 limit would have raised {len(many)} alerts in 7d",
        start=NOW - timedelta(days=7),
        end=NOW,
        time_range="7d",
        partial=partial,
        place=PLACE,
    )


def test_each_limit_says_how_often_it_would_have_spoken_when_and_at_what_cost() -> None:
    said = "\n".join(texts(trial_card(trial(passed(), passed("web-2", over=False)))))
    assert "4 series, 2 alerts" in said
    assert "for 60 min, at worst 97" in said
    assert "and still, at worst 97" in said
    assert "about 0.35 USD a month" in said


def test_silence_is_good_only_where_something_was_measured() -> None:
    assert ":white_check_mark:" in texts(trial_card(trial()))[1]
    assert ":grey_question:" in texts(trial_card(trial(unmeasured=4)))[1]
    assert ":grey_question:" in texts(trial_card(trial(partial=(Gap(what="values", why="denied"),))))[1]


def test_the_table_has_a_row_for_each_alert_and_names_silent_limits() -> None:
    assert trial_table(trial(passed(), passed())).rows[0][:4] == ("busy", "high", "web-1", "CPU")
    assert "busy (cpu above 90 for 15m): 4 series, no alert." in trial_table(trial()).notes


@settings(max_examples=50)
@given(TEXTS, TEXTS)
def test_names_from_outside_never_come_alive(machine: str, name: str) -> None:
    card = fit(trial_card(trial(*[passed(machine)] * 9, name=name)))
    assert not problems(card)
    assert not alive(card)
