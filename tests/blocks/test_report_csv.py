"""The report as CSV."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import given

from blocks.report_csv import COLUMNS, neutral, report_csv, report_csv_zip
from core.findings import Package
from tests.blocks.answers import TEXTS
from tests.core.examples import TODAY, exploited, finding, instance
from tests.core.report.examples import judged_of

FORMULAS = ("=HYPERLINK(1)", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", " =1", "\u202e=1", "\ufeff=1")


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_each_package_of_a_finding_has_its_row() -> None:
    two = (Package(name="openssl", version="3.0.7", fixed_in="3.0.8"), Package(name="openssl-libs", version="3.0.7"))
    found = judged_of(finding(packages=two, known_exploited=exploited(TODAY)), instances=[instance(tags={"Team": "a"})])
    first, second = read(report_csv(found))
    assert (first["package"], first["fixed_in"], second["package"]) == ("openssl", "3.0.8", "openssl-libs")
    assert (first["priority"], first["known_exploited"], first["due"]) == ("P0", "yes", "2026-11-20")
    assert (first["owner"], first["instance"], first["first_observed"]) == ("a", "web-1", "2026-11-20T02:10:00Z")


def test_a_finding_without_a_package_has_a_row_all_the_same() -> None:
    (row,) = read(report_csv(judged_of(finding(packages=(), facts_known=False, score=None))))
    assert (row["package"], row["known_exploited"], row["score"]) == ("", "unknown", "")


def test_the_file_begins_with_a_mark_and_ends_lines_as_the_standard_says() -> None:
    content = report_csv([])
    assert content == b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n"


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_becomes_text(formula: str) -> None:
    assert neutral(formula).startswith("'")


@pytest.mark.parametrize("plain", ["", "openssl", "a-b", "3.0.7-27.el9", "a+b@c=d", "libstdc++"])
def test_what_is_no_formula_stays(plain: str) -> None:
    assert neutral(plain) == plain


def test_a_formula_behind_a_list_separator_becomes_text_too() -> None:
    assert neutral("a;=cmd|' /C calc'!A0") == "a;'=cmd|' /C calc'!A0"


@given(TEXTS)
def test_no_stranger_makes_a_formula_a_row_or_a_column(text: str) -> None:
    package = Package(name=text, version=text, fixed_in=text, path=text, manager=text)
    found = judged_of(finding(title=text, packages=(package,)), instances=[instance(name=text, tags={"Owner": text})])
    rows = list(csv.reader(StringIO(report_csv(found).decode("utf-8-sig"), newline="")))
    assert [len(row) for row in rows] == [len(COLUMNS)] * 2
    assert not [cell for cell in rows[1] if cell.lstrip().startswith(("=", "+", "-", "@", "\uff1d"))]


def test_a_large_one_is_the_same_file_in_a_zip() -> None:
    found = judged_of(finding(1), finding(2))
    with ZipFile(BytesIO(report_csv_zip(found, "report.csv"))) as archive:
        assert archive.namelist() == ["report.csv"]
        assert archive.read("report.csv") == report_csv(found)
