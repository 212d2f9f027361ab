"""The account is prepared on the terminal: the difference first, then the change, and all of it again at any time."""

from pathlib import Path

from tests.e2e.processes import command, environment

PROD = ("setup", "cloudwatch", "--tag", "Environment=prod")


def test_alarms_and_a_dashboard_are_made_once_and_taken_away_again(aws_url: str, tmp_path: Path) -> None:
    given = environment("http://127.0.0.1:9", aws_url, tmp_path / "state")
    shown = command(given, *PROD, "--dry-run").stdout
    assert "+ sre-assistant/i-0a554b5583dd70864/cpu: The CPU of web-1 is busy." in shown
    assert shown.endswith("Nothing was changed.\n")
    made = command(given, *PROD, "--yes").stdout
    assert "put the dashboard SRE-Assistant" in made
    again = command(given, *PROD, "--yes").stdout
    assert " 0 to create, 0 to change, 0 to remove" in again
    assert again.endswith("Nothing was changed.\n")
    gone = command(given, "setup", "cloudwatch", "--remove", "--yes").stdout
    assert "removed the dashboard SRE-Assistant" in gone
    assert "The dashboard is not there." in command(given, "setup", "cloudwatch", "--remove").stdout


def test_a_tag_that_no_machine_has_removes_nothing(aws_url: str, tmp_path: Path) -> None:
    given = environment("http://127.0.0.1:9", aws_url, tmp_path / "state")
    refused = command(given, "setup", "cloudwatch", "--tag", "Environment=nowhere", "--yes")
    assert refused.returncode != 0
    assert "There is no machine with the tag Environment=nowhere" in refused.stderr
