"""The report as JSON."""

import json

from blocks.report_json import report_json
from core.answers.report import ReportBody
from tests.blocks.reports import REPORT_ID, body_of
from tests.core.examples import finding


def test_it_is_the_whole_model_and_can_be_read_back() -> None:
    body = body_of(finding())
    content = report_json(body)
    assert json.loads(content)["figures"]["report_id"] == REPORT_ID
    assert ReportBody.model_validate_json(content) == body
