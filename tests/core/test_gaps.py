from core.gaps import Gap


def test_a_gap_reads_as_what_and_why() -> None:
    assert str(Gap(what="page 3", why="AWS refused it.")) == "page 3: AWS refused it."
