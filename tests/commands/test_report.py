"""/sre-report."""

import pytest

from commands.report import generate_vulnerability_report
from core.errors import BadRequest, NotFound
from tests.commands.caller import ONE, context_of, small_account
from tests.core.examples import instance_id


def test_the_whole_fleet_is_reported_as_json_without_being_asked_for() -> None:
    made = generate_vulnerability_report(context_of(small_account()))
    assert (made.figures.findings, made.figures.instances, made.file.format) == (1, 2, "json")
    assert made.recommendations[0].action == "Upgrade openssl to 3.0.7-27.el9 on 1 instance"


def test_one_instance_is_reported_as_a_page() -> None:
    made = generate_vulnerability_report(context_of(small_account()), (ONE,), "html")
    assert made.asked_for == (ONE,)
    assert made.attachment is not None
    assert made.attachment.content.startswith(b"<!doctype html>")


def test_an_unknown_instance_is_not_found() -> None:
    with pytest.raises(NotFound):
        generate_vulnerability_report(context_of(small_account()), (instance_id(9),))


def test_a_format_that_does_not_exist_is_refused_with_those_there_are() -> None:
    command = generate_vulnerability_report
    with pytest.raises(BadRequest, match=r"“pdf” is not a format \(json, csv, html\)"):
        command.call(context_of(small_account()), {"format": "pdf"})
