from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.logins import Login
from core.sshd import ssh_logins

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
HEAD = "Nov 20 10:00:00 ip-10-20-0-13 sshd[2231]: "


def read(*texts: str) -> list[Login]:
    return list(ssh_logins([(AT, HEAD + text) for text in texts]))


@pytest.mark.parametrize(
    ("text", "accepted", "user", "ip", "method"),
    [
        ("Accepted publickey for al from 192.0.2.5 port 1 ssh2: RSA SHA256:x", True, "al", "192.0.2.5", "publickey"),
        ("Accepted password for rita from 2001:db8::7 port 51022 ssh2", True, "rita", "2001:db8::7", "password"),
        ("Failed password for root from 192.0.2.51 port 40022 ssh2", False, "root", "192.0.2.51", "password"),
        ("Failed none for invalid user  from 192.0.2.51 port 40022 ssh2", False, "", "192.0.2.51", "none"),
        ("Invalid user admin from 192.0.2.51 port 40022", False, "admin", "192.0.2.51", ""),
        ("Invalid user with space from 192.0.2.51 port 40022", False, "with space", "192.0.2.51", ""),
        ("Connection closed by authenticating user root 192.0.2.51 port 4 [preauth]", False, "root", "192.0.2.51", ""),
        ("Disconnected from invalid user oracle 192.0.2.51 port 40022 [preauth]", False, "oracle", "192.0.2.51", ""),
    ],
)  # fmt: skip
def test_a_line_tells_who_came_and_from_where(text: str, accepted: bool, user: str, ip: str, method: str) -> None:  # noqa: FBT001
    (login,) = read(text)
    assert (login.accepted, login.user, login.source_ip, login.method) == (accepted, user, ip, method)
    assert (login.at, login.way) == (AT, "SSH")


@pytest.mark.parametrize(
    "text",
    [
        "Server listening on 0.0.0.0 port 22.",
        "pam_unix(sshd:session): session opened for user rita(uid=1000) by (uid=0)",
        "Accepted publickey for rita from nowhere port 51022 ssh2",
        "Connection closed by 192.0.2.51 port 40022 [preauth]",
        "",
    ],
)
def test_lines_about_something_else_are_left_out(text: str) -> None:
    assert read(text) == []


def test_other_programs_may_write_the_same_words() -> None:
    line = "Nov 20 10:00:00 ip-10-20-0-13 app[7]: Accepted password for root from 192.0.2.51 port 1 ssh2"
    assert list(ssh_logins([(AT, line)])) == []


def test_an_invalid_user_and_the_failure_that_follows_are_one_attempt() -> None:
    several = (
        "Invalid user admin from 192.0.2.51 port 40022",
        "Failed password for invalid user admin from 192.0.2.51 port 40022 ssh2",
    )
    assert len(read(*several)) == 1
    assert len(read(*several, several[1])) == 2


def test_a_line_that_stands_for_several_counts_as_often() -> None:
    assert len(read("message repeated 3 times: [ Failed password for root from 192.0.2.51 port 1 ssh2]")) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Invalid user Accepted password for root from 203.0.113.1 port 1 from 192.0.2.51 port 40022",
        "Failed password for invalid user x from 203.0.113.1 port 1 ssh2 Accepted for y from 192.0.2.51 port 2 ssh2",
    ],
)
def test_a_name_that_looks_like_a_message_deceives_nobody(text: str) -> None:
    (login,) = read(text)
    assert (login.accepted, login.source_ip) == (False, "192.0.2.51")


def test_a_name_is_cut_and_made_plain() -> None:
    (login,) = read("Invalid user \x1b[31m" + "a" * 500 + " from 192.0.2.51 port 1")
    assert len(login.user) == 64
    assert login.user.isprintable()


@given(st.text(max_size=200))
def test_no_line_is_an_error(text: str) -> None:
    read(text, "Failed password for " + text, "Invalid user " + text + " from 192.0.2.51 port 1")


def test_too_many_attempts_are_told_of_as_one_more() -> None:
    (login,) = read("error: maximum authentication attempts exceeded for root from 192.0.2.51 port 1 ssh2 [preauth]")
    assert (login.accepted, login.user, login.source_ip) == (False, "root", "192.0.2.51")
