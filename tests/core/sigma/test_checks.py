"""Checks of single values."""

import re
import time
from fnmatch import fnmatchcase
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sigma.checks import Expression, Network, Number, Text, Truth, Wild

MANY, ONE = Wild.MANY, Wild.ONE


@given(st.lists(st.sampled_from(["a", "b", "ab", MANY, ONE]), max_size=6), st.text("abA", max_size=8))
def test_wildcards_mean_what_a_shell_means_by_them_in_any_case(parts: list[str | Wild], text: str) -> None:
    shell = "".join(part.value if isinstance(part, Wild) else part for part in parts)
    assert Text(tuple(parts)).holds(text) is fnmatchcase(text.lower(), shell)


def test_a_cased_text_tells_cases_apart() -> None:
    assert (Text(("Root",), cased=True).holds("root"), Text(("Root",)).holds("rOOt")) == (False, True)


def test_a_hostile_text_takes_no_exponential_time() -> None:
    hostile = Text((*(part for _ in range(12) for part in (MANY, "a", ONE)), "b"))
    began = time.process_time()
    assert not hostile.holds("a" * 3000)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("check", "holds", "fails"),
    [
        (Number(3), [3, 3.0, "3"], [4, "x", True, None, {}]),
        (Number(3, ">"), [4, "3.5"], [3, "nan"]),
        (Number(3, "<="), [3, -1], [4]),
        (Truth(truth=True), [True, "True"], [False, 1, None, "yes"]),
        (Network(ip_network("10.0.0.0/8")), ["10.1.2.3"], ["11.1.2.3", "ssm.amazonaws.com", None, 10]),
        (Network(ip_network("2001:db8::/32")), ["2001:db8::1"], ["10.1.2.3"]),
        (Expression(re.compile("^Put.*Policy$")), ["PutRolePolicy"], ["putrolepolicy", None]),
    ],
)
def test_other_checks(check: Number, holds: list[object], fails: list[object]) -> None:
    assert all(check.holds(value) for value in holds)
    assert not any(check.holds(value) for value in fails)
