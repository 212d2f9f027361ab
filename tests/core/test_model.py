import pytest
from pydantic import ValidationError

from core.gaps import Gap


def test_data_takes_no_unknown_field() -> None:
    with pytest.raises(ValidationError):
        Gap.model_validate({"what": "x", "why": "y", "colour": "red"})
