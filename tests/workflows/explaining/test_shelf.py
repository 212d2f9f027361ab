import ast
from pathlib import Path

import pytest

from core.alerts import Alert
from workflows.explaining.shelf import shelf

ROOT = Path(__file__).parents[3]
BRINGING = ("core/causes", "workflows/explaining")
OWN = """
name = "payments"
title = "Payments team"
base = "database"
match = ['\\bpayments?\\b']
runbook = "Call the payments desk first."

[[cause]]
name = "ledger_closed"
title = "A closed ledger"
text = ["The ledger is closed."]
supports = { told_pool = 1.0 }

  [[cause.actions]]
  say = "Open the ledger"
"""


def _alert(title: str) -> Alert:
    return Alert(fingerprint="f", title=title)


def test_the_six_specialists_come_with_the_assistant() -> None:
    names = {each.name for each in shelf().specialists}
    assert names == {"common", "network", "database", "kubernetes", "resource", "application", "security"}


def test_every_cause_can_be_found_says_something_and_has_a_step_that_only_looks() -> None:
    for specialist in shelf().specialists:
        for cause in specialist.causes:
            assert cause.supports or cause.after, cause.name
            assert cause.check, cause.name
            assert cause.prevention, cause.name
            assert any(not step.changes for step in cause.actions), f"{cause.name} has no step that only looks"


def test_who_is_routed_to_is_asked_first_and_the_others_after() -> None:
    asked = shelf().asked_for(_alert("x"), "network")
    assert asked[0].name == "network"
    assert len(asked) == 7


def test_a_team_s_own_comes_first_for_what_it_matches(tmp_path: Path) -> None:
    (tmp_path / "payments.toml").write_text(OWN)
    kept = shelf(tmp_path)
    assert kept.problems == ()
    assert kept.asked_for(_alert("payment pool exhausted"), "database")[0].name == "payments"
    assert kept.asked_for(_alert("pool exhausted"), "database")[0].name == "database"


def test_it_gathers_what_its_base_gathers(tmp_path: Path) -> None:
    (tmp_path / "payments.toml").write_text(OWN)
    kept = shelf(tmp_path)
    own = kept.asked_for(_alert("payments"), "")[0]
    assert set(kept.collectors(own)) >= {"metrics", "changes"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OWN.replace('"payments"', '"network"', 1), "calls itself network, and so does another one"),
        (OWN.replace('base = "database"', 'base = "astrology"'), "builds upon astrology, which does not exist"),
        (OWN.replace("match = ['\\bpayments?\\b']", ""), "has no `match`"),
        (OWN.replace("match", "collectors = ['crystal_ball']\nmatch"), "asks for the collector crystal_ball"),
        (OWN.replace("[[cause]]", "[[cause]"), "is no TOML"),
    ],
)
def test_a_bad_file_is_left_out_and_told_and_the_others_stand(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "bad.toml").write_text(text)
    (tmp_path / "good.toml").write_text(OWN.replace('"payments"', '"billing"', 1))
    kept = shelf(tmp_path, ["metrics"])
    assert kept.own == ("billing",)
    [problem] = kept.problems
    assert problem.startswith("The specialist file bad.toml")
    assert said in problem


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    assert "does not exist" in shelf(tmp_path / "nowhere").problems[0]


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in shelf(tmp_path).problems[0]


def test_every_kind_of_evidence_that_a_cause_rests_on_is_brought_by_something() -> None:
    specialists = shelf().specialists
    told = {sign.kind for one in specialists for sign in one.signs}
    files = [path for folder in BRINGING for path in (ROOT / folder).rglob("*.py")]
    nodes = (node for path in files for node in ast.walk(ast.parse(path.read_text())))
    written = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    rested_on = {
        kind: cause.name
        for one in specialists
        for cause in one.causes
        for kind in (*cause.supports, *cause.helps, *cause.contradicts, *cause.after)
    }
    assert {kind: name for kind, name in rested_on.items() if kind not in told | written} == {}
