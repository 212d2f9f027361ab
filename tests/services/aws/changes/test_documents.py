import json
import subprocess

import pytest

from services.aws.changes.documents import Document, documents


@pytest.mark.parametrize("document", documents(), ids=lambda each: each.name)
def test_a_document_takes_nothing_that_could_be_a_command(document: Document) -> None:
    content = json.loads(document.content)
    assert content["schemaVersion"] == "2.2"
    assert all(each["allowedPattern"].startswith("^") for each in content.get("parameters", {}).values())


@pytest.mark.parametrize("document", documents(), ids=lambda each: each.name)
def test_every_script_is_one_that_a_shell_can_read(document: Document) -> None:
    script = "\n".join(json.loads(document.content)["mainSteps"][0]["inputs"]["runCommand"])
    told = subprocess.run(["/bin/sh", "-n"], input=script, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


def test_the_content_is_always_the_same_so_that_it_can_be_compared() -> None:
    assert documents() == documents()
