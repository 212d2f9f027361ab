import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from services.aws.changes.documents import ON_WINDOWS, Document, documents


@pytest.mark.parametrize("document", documents(), ids=lambda each: each.name)
def test_a_document_takes_nothing_that_could_be_a_command(document: Document) -> None:
    content = json.loads(document.content)
    assert content["schemaVersion"] == "2.2"
    assert all(each["allowedPattern"].startswith("^") for each in content.get("parameters", {}).values())


SHELL = [each for each in documents() if not each.name.endswith(ON_WINDOWS)]
TWINS = [each for each in documents() if each.name.endswith(ON_WINDOWS)]


@pytest.mark.parametrize("document", SHELL, ids=lambda each: each.name)
def test_every_script_is_one_that_a_shell_can_read(document: Document) -> None:
    script = "\n".join(json.loads(document.content)["mainSteps"][0]["inputs"]["runCommand"])
    told = subprocess.run(["/bin/sh", "-n"], input=script, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


def test_the_content_is_always_the_same_so_that_it_can_be_compared() -> None:
    assert documents() == documents()


def test_what_only_looks_has_a_twin_for_windows_and_what_undoes_has_none() -> None:
    assert [each.name for each in TWINS] == ["SRE-MachineFactsWindows", "SRE-HealthCheckWindows"]
    for twin in TWINS:
        [step] = json.loads(twin.content)["mainSteps"]
        assert step["action"] == "aws:runPowerShellScript"
        assert step["precondition"] == {"StringEquals": ["platformType", "Windows"]}


@pytest.mark.parametrize("document", TWINS, ids=lambda each: each.name)
def test_every_bracket_of_a_script_for_windows_is_closed_again(document: Document) -> None:
    lines = json.loads(document.content)["mainSteps"][0]["inputs"]["runCommand"]
    code = re.sub(r"'[^']*'|\"[^\"]*\"", "", "\n".join(line for line in lines if not line.startswith("#")))
    for opening, closing in ("()", "{}", "[]"):
        assert code.count(opening) == code.count(closing)


@pytest.mark.parametrize("code", [0, 1, 7, 194])
def test_a_health_command_never_restarts_its_machine(tmp_path: Path, code: int) -> None:
    """The agent takes 194 for a wish to restart."""
    health = tmp_path / "health"
    health.write_text(f"#!/bin/sh\nexit {code}\n")
    health.chmod(0o755)
    [document] = [each for each in documents() if each.name == "SRE-HealthCheck"]
    script = "\n".join(json.loads(document.content)["mainSteps"][0]["inputs"]["runCommand"])
    mine = script.replace("/etc/sre-agent/health", str(health)).replace("!= 0 ]", f"!= {os.getuid()} ]")
    told = subprocess.run(["/bin/sh"], input=mine, capture_output=True, text=True, check=False)
    assert told.returncode == {194: 1}.get(code, code), told.stderr
