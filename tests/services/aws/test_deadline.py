from math import inf

from services.aws.deadline import answering_within, left_s, patience_s
from tests.core.examples import StillClock


def test_without_anybody_waiting_there_is_all_the_time() -> None:
    assert (left_s(), patience_s()) == (inf, None)


def test_the_time_left_runs_out_and_is_never_negative() -> None:
    clock = StillClock()
    with answering_within(10, clock):
        clock.advance(seconds=4)
        assert (left_s(), patience_s()) == (6, 6)
        clock.advance(seconds=7)
        assert (left_s(), patience_s()) == (0, 0)
    assert left_s() == inf


def test_inside_another_deadline_the_nearer_one_holds() -> None:
    clock = StillClock()
    with answering_within(10, clock):
        with answering_within(20, clock):
            assert left_s() == 10
        with answering_within(4, clock):
            assert left_s() == 4
        assert left_s() == 10
