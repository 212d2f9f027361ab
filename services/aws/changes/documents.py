"""Our own documents for Systems Manager: what machines are asked and told, in scripts that take no free text.

https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ON_WINDOWS = "Windows"
"""Ends the name of a document that has a twin for Windows."""
_SCRIPTS = Path(__file__).with_name("scripts")
_PACKAGE = "^[A-Za-z0-9.+_-]+$"
_TRANSACTION = "^[1-9][0-9]{0,8}$"


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its name, and its content as JSON text that is always the same."""

    name: str
    content: str


def documents() -> tuple[Document, ...]:
    """All of them."""
    packages = {
        "Packages": {
            "type": "StringList",
            "description": "The packages whose installed versions are asked for.",
            "allowedPattern": _PACKAGE,
            "default": [],
        }
    }
    transaction = {
        "TransactionId": {
            "type": "String",
            "description": "The transaction, by its number.",
            "allowedPattern": _TRANSACTION,
        }
    }
    return (
        _document("SRE-MachineFacts", "facts", "Tells as one JSON object how a machine is.", packages, 60),
        _document("SRE-UndoTransaction", "undo", "Undoes exactly one transaction of dnf or yum.", transaction, 1800),
        _document("SRE-HealthCheck", "health", "Runs the health command that the machine's own team keeps.", {}, 120),
        _document("SRE-MachineFacts", "facts", "Tells as one JSON object how a machine is.", packages, 120, ON_WINDOWS),
        _document("SRE-HealthCheck", "health", "Runs the team's own health command.", {}, 120, ON_WINDOWS),
    )


def _document(
    name: str, script: str, description: str, parameters: Mapping[str, Any], timeout_s: int, twin: str = ""
) -> Document:
    """One step in the shell of its system: a document of several would not tell the output of one of them."""
    suffix, action = ("ps1", "aws:runPowerShellScript") if twin else ("sh", "aws:runShellScript")
    lines = (_SCRIPTS / f"{script}.{suffix}").read_text().splitlines()
    step = {
        "action": action,
        "name": script,
        "precondition": {"StringEquals": ["platformType", twin or "Linux"]},
        "inputs": {"timeoutSeconds": str(timeout_s), "runCommand": lines},
    }
    content = {"schemaVersion": "2.2", "description": description, "parameters": parameters, "mainSteps": [step]}
    text = json.dumps({key: value for key, value in content.items() if value}, indent=2)
    return Document(f"{name}{twin}", text)
