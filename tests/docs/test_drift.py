"""The documents say what the code does."""

import re
from pathlib import Path

import pytest

from bot.cli import sre_agent
from bot.docs import documents
from commands import COMMANDS

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = documents(ROOT)


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_generated_parts_of_documents_are_up_to_date(path: Path) -> None:
    assert (ROOT / path).read_text("utf-8") == DOCUMENTS[path], "run `make docs`"


def test_readme_shows_its_first_command_within_forty_lines() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert any(line.startswith("    make demo") or line == "make demo" for line in lines[:40])


def test_readme_names_every_process_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    own = set(sre_agent.commands) - {row.cli.split()[0] for row in COMMANDS}
    assert all(f"sre-agent {name}" in readme for name in own)


def test_make_targets_in_documents_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    texts = [(ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md")]
    named = {target for text in texts for target in re.findall(r"`make ([a-z]+)", text)}
    assert named
    assert all(f"\n{target}:" in makefile for target in named)


def test_links_between_documents_lead_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_lock_file_names_no_address() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text("utf-8")


def test_every_dependency_has_its_reason_beside_it() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    named = [line for line in project.splitlines() if re.match(r'  "[a-z0-9-]+(\[[a-z0-9,]+\])?[<>=]', line)]
    assert len(named) > 20
    assert all('", # ' in re.sub(r'",\s+#', '", #', line) for line in named)
