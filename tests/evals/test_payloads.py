"""The figures about payloads of senders."""

import json
from pathlib import Path

import pytest

from evals import payloads


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setattr("sys.argv", ["payloads", "--data", str(folder)])
    payloads.main()
    return capsys.readouterr().out


def test_a_field_that_the_alert_lacks_counts_as_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [
        {"source": "a", "payload": {"title": "x"}, "expect": {"title": "x", "service": "orders"}},
        {"source": "b", "payload": {"title": "y"}, "expect": {"parameters": {"labels.queue": ["q1"]}}},
    ]
    (tmp_path / "alert_payloads.jsonl").write_text("\n".join(map(json.dumps, records)))
    printed = run(tmp_path, monkeypatch, capsys)
    assert "records: 2\nnormalised: 1.000\nfields_asserted: 3\nfields_right: 0.667" in printed


def test_a_missing_folder_ends_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="no alert_payloads"):
        run(tmp_path, monkeypatch, capsys)
