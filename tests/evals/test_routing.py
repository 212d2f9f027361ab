"""The figures about routing."""

import json
from pathlib import Path

import pytest

from evals import routing


def test_exact_and_acceptable_are_counted_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [
        {"title": "Postgres down", "gold": "database", "acceptable": ["database"], "filed_under": "g"},
        {"title": "Postgres down", "gold": "resource", "acceptable": ["resource", "database"], "filed_under": "g"},
        {"title": "Postgres down", "gold": "network", "acceptable": ["network"], "filed_under": "g"},
        {"title": "Postgres down", "gold": "network", "acceptable": [], "filed_under": "g"},
    ]
    (tmp_path / "alert_routing.jsonl").write_text("\n".join(map(json.dumps, records)))
    monkeypatch.setattr("sys.argv", ["routing", "--data", str(tmp_path)])
    routing.main()
    assert "records: 4\nexact: 0.250\nacceptable: 0.500\nabstained: 0.000" in capsys.readouterr().out
