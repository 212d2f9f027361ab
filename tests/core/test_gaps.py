from core.gaps import Gap, whole


def test_a_gap_reads_as_what_and_why() -> None:
    assert str(Gap(what="page 3", why="AWS refused it.")) == "page 3: AWS refused it."


def test_an_answer_is_whole_where_only_what_was_chosen_is_left_out() -> None:
    chosen, failed = Gap(what="the rest", why="It is long.", by_choice=True), Gap(what="page 3", why="AWS refused it.")
    assert whole([])
    assert whole([chosen])
    assert not whole([chosen, failed])
