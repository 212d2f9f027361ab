"""Moments and entries as they are written."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from core.actor import Actor, Door
from services.store import Audit
from services.store.rows import Stamps, as_json, audit_of, audit_row, written

ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=ZONES)  # noqa: DTZ001 - zones are drawn


@given(MOMENTS, MOMENTS)
def test_moments_sort_alike_as_text(one: datetime, other: datetime) -> None:
    assert (str(written(one)) < str(written(other))) == (one < other)


@given(st.lists(MOMENTS))
def test_stamps_never_repeat_and_never_step_back(moments: list[datetime]) -> None:
    stamps = Stamps()
    given_out = [stamps.next(moment) for moment in moments]
    assert given_out == sorted(set(given_out))


def test_a_stamp_is_the_present_moment_where_nothing_forbids_it() -> None:
    now = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    assert Stamps().next(now) == "2026-03-01T12:00:00.000000+00:00"


def test_equal_documents_are_written_alike() -> None:
    assert as_json({"b": 1, "a": "é"}) == as_json({"a": "é", "b": 1}) == '{"a":"é","b":1}'


def test_no_secret_is_kept_for_good_in_the_audit_log() -> None:
    entry = Audit(Actor(Door.SLACK), "rejected", "p1", {"reason": "the password is hunter22", "token": "abc def"})
    detail = audit_row(entry, "2026-03-01T12:00:00.000000+00:00")["detail"]
    assert "hunter22" not in detail
    assert "abc def" not in detail
    assert "the password is [password:" in detail


def test_an_audit_entry_comes_back_as_it_was() -> None:
    entry = Audit(Actor(Door.MCP, team_id="T1", user_id="U1"), "asked", "p1", {"hash": "abc"})
    at = "2026-03-01T12:00:00.000000+00:00"
    row = audit_of({"sequence": 7, **audit_row(entry, at)})
    assert (row.sequence, row.at.isoformat(timespec="microseconds"), row.entry) == (7, at, entry)
