import pytest

from sandbox.aws.ssm.versions import newest


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("6.1.94-99.176.amzn2023", "6.1.130-139.222.amzn2023"),
        ("2.35-0ubuntu3.4", "2.35-0ubuntu3.10"),
        ("10.0.20348.2655", "10.0.20348.3807"),
        ("1:3.0.1-43.el9_0", "1:3.0.1-47.el9_1"),
    ],
)
def test_versions_are_ordered_by_their_numbers(older: str, newer: str) -> None:
    assert newest([older, newer]) == newest([newer, older]) == newer
