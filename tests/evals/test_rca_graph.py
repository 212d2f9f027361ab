import json
from pathlib import Path

import pytest

from evals import rca_graph

TIMES = [0, 300, 600, 900, 1200]
SLOW = [0.1, 0.1, 0.6, 0.5, 0.1]
CALM = [0.1] * 5


def _incident(gold: str, **latency: list[float]) -> dict[str, object]:
    return {
        "id": f"made-{gold}",
        "scenario": "made",
        "alert": {"service": "web", "metric": "latency", "at": 620},
        "gold_root_cause": gold,
        "timestamps": TIMES,
        "series": {f"{name}|latency|Average": values for name, values in latency.items()},
    }


def _write(folder: Path, *incidents: dict[str, object]) -> None:
    normal = {"scenario": "made", "edges": [["web", "cart"], ["cart", "db"]], "series": {}}
    (folder / rca_graph.INCIDENTS).write_text("\n".join(json.dumps(each) for each in incidents))
    (folder / rca_graph.NORMAL).write_text(json.dumps(normal))


def test_the_shares_are_printed_one_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right = _incident("db", web=SLOW, cart=SLOW, db=SLOW)
    second = _incident("web", web=SLOW, cart=SLOW, db=CALM)
    _write(tmp_path, right, second)
    assert rca_graph.main(["--data", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["top1: 0.500", "top3: 1.000"]
    assert lines[-1] == "incidents: 2"


def test_missing_records_are_said_and_no_figure_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rca_graph.main(["--data", str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "no data" in told.err
