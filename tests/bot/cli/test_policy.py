"""`sre-agent policy try`: what another policy would have done."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.policy import command, read
from core.errors import BadRequest

TEXT = 'approvers = ["S0APPROVER"]\nquorum = 2\n'


def file(folder: Path, text: str) -> Path:
    path = folder / "policy.toml"
    path.write_text(text)
    return path


@pytest.mark.parametrize("text", [TEXT, f"aws_region = 'eu-west-1'\n[sre_policy]\n{TEXT}"])
def test_a_policy_is_read_from_its_own_file_and_from_settings(tmp_path: Path, text: str) -> None:
    assert (read(file(tmp_path, text)).quorum, read(file(tmp_path, text)).approvers) == (2, ("S0APPROVER",))


@pytest.mark.parametrize(
    ("text", "said"),
    [("approvers = [", "cannot be read"), ("quorum = 99", "quorum: "), ("approver = []", "approver: ")],
)
def test_what_is_no_policy_is_refused_in_a_sentence_with_an_example(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadRequest, match=said) as caught:
        read(file(tmp_path, text))
    assert "approvers = [" in caught.value.advice


def test_without_patches_there_is_nothing_to_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SRE_DATA_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(command, ["try", str(file(tmp_path, TEXT)), "--days", "7"], catch_exceptions=False)
    assert told.output == "0 patches in 7 days: 0 would have gone otherwise, 0 could not be looked at.\n"
