from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.audit import BEGINNING, Head, SealedRow, seal, verify

KEY = b"a key that is kept elsewhere"
AT = datetime(2026, 3, 1, tzinfo=UTC)


def chain(*contents: bytes, key: bytes = KEY) -> list[SealedRow]:
    rows: list[SealedRow] = []
    before = BEGINNING
    for sequence, content in enumerate(contents, start=1):
        before = seal(key, before, content)
        rows.append(SealedRow(sequence, content, before))
    return rows


def kinds(rows: list[SealedRow], *heads: Head) -> set[str]:
    return {problem.kind for problem in verify(KEY, rows, heads).problems}


CHAIN = chain(b"asked", b"approved", b"snapshot", b"installed", b"verified")
HEAD = Head(count=4, seal=CHAIN[3].seal, at=AT)


def test_an_untouched_chain_is_whole_against_its_published_heads() -> None:
    verdict = verify(KEY, CHAIN, [HEAD])
    assert (verdict.whole, verdict.rows, verdict.seal, verdict.heads) == (True, 5, CHAIN[-1].seal, 1)


def test_an_empty_log_is_whole() -> None:
    assert verify(KEY, [], []).whole


@given(st.integers(0, 4), st.binary(max_size=8))
def test_any_changed_row_shows(place: int, content: bytes) -> None:
    rows = list(CHAIN)
    rows[place] = rows[place]._replace(content=rows[place].content + b"!" + content)
    assert kinds(rows) == {"changed"}


@given(st.integers(0, 4))
def test_any_changed_seal_shows(place: int) -> None:
    rows = list(CHAIN)
    rows[place] = rows[place]._replace(seal="0" * 64)
    assert kinds(rows) == {"changed"}


@given(st.integers(0, 3))
def test_any_removed_row_shows(place: int) -> None:
    rows = [row for number, row in enumerate(CHAIN) if number != place]
    assert "missing" in kinds(rows)


@given(st.integers(0, 4))
def test_a_removed_row_shows_even_where_the_others_were_numbered_anew(place: int) -> None:
    rows = [row for number, row in enumerate(CHAIN) if number != place]
    numbered = [row._replace(sequence=number) for number, row in enumerate(rows, start=1)]
    assert kinds(numbered, Head(count=5, seal=CHAIN[-1].seal, at=AT)) & {"changed", "cut"}


@given(st.integers(0, 4))
def test_an_inserted_row_shows(place: int) -> None:
    rows = [*CHAIN[:place], SealedRow(place + 1, b"approved by nobody", "1" * 64), *CHAIN[place:]]
    assert kinds(rows)


def test_a_tail_that_was_cut_shows_against_a_published_head() -> None:
    assert kinds(CHAIN[:3]) == set()
    assert kinds(CHAIN[:3], HEAD) == {"cut"}


def test_a_chain_written_anew_with_another_key_shows_everywhere() -> None:
    assert kinds(chain(b"nothing", b"happened", key=b"guessed")) == {"changed"}


def test_a_chain_written_anew_with_the_key_itself_shows_against_a_published_head() -> None:
    assert kinds(chain(b"asked", b"nothing", b"at", b"all", b"happened"), HEAD) == {"rewritten"}


def test_a_problem_names_its_row_in_a_sentence() -> None:
    [problem] = verify(KEY, CHAIN[:3], [HEAD]).problems
    assert problem.sentence == "The log had 4 rows on 2026-03-01 00:00 UTC and has 3 now: its end was cut off."
