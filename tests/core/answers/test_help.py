"""Answers about what the assistant can do."""

import pytest
from pydantic import ValidationError

from core.answers.help import Help, HelpLine


def test_a_line_without_an_example_is_refused() -> None:
    line = {"slash": "/x", "cli": "x", "tool": "x", "summary": "Do x."}
    with pytest.raises(ValidationError, match="example"):
        Help.model_validate({"operations": [line]})
    assert HelpLine.model_validate({**line, "example": "/x"}).example == "/x"
