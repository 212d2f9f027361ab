"""Reads and writes the content of command documents, as strictly as Systems Manager takes it.

https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from sandbox.aws.errors import AwsError
from sandbox.aws.seed.documents import Document, Parameter

_LARGEST = 64 * 1024
_TYPES = ("String", "StringList", "Integer", "Boolean", "MapList", "StringMap")
_PLUGINS = {
    "aws:runShellScript": ("Linux", "MacOS"),
    "aws:runPowerShellScript": ("Windows", "Linux", "MacOS"),
    "aws:runDocument": ("Windows", "Linux", "MacOS"),
    "aws:downloadContent": ("Windows", "Linux", "MacOS"),
    "aws:softwareInventory": ("Windows", "Linux", "MacOS"),
    "aws:updateSsmAgent": ("Windows", "Linux"),
}
_USUAL_TIMEOUT_S = 3600
Json = Mapping[str, Any]


def parse(content: str, written: str) -> Json:
    """The content of a Command document; raises AwsError for what cannot be one."""
    if len(content.encode()) > _LARGEST:
        raise AwsError("MaxDocumentSizeExceeded", "The size limit of a document is 64 KB.")
    try:
        found = json.loads(content) if written == "JSON" else yaml.safe_load(content)
    except (ValueError, yaml.YAMLError) as error:
        raise _invalid(f"The content is no {written}.") from error
    if not isinstance(found, dict):
        raise _invalid("The content is no object.")
    problem = next(_problems(found), None)
    if problem:
        raise problem
    return found


def platforms(content: Json) -> tuple[str, ...]:
    """Where all the steps of a document can run; a step's precondition narrows it."""
    found: Sequence[str] = ("Windows", "Linux", "MacOS")
    for step in content["mainSteps"]:
        found = [each for each in found if each in _PLUGINS[step["action"]]]
        wanted = step.get("precondition", {}).get("StringEquals", ())
        if "platformType" in wanted:
            found = [each for each in found if each in wanted]
    return tuple(found)


def read(name: str, version: str, content: Json) -> Document:
    """A document that the account has made."""
    step = content["mainSteps"][0]
    parameters = {key: _parameter(each) for key, each in content.get("parameters", {}).items()}
    return Document(
        name=name,
        owner="Self",
        version=version,
        platforms=platforms(content),
        description=content.get("description", ""),
        plugin=step["name"],
        timeout_s=_timeout_s(step),
        parameters=parameters,
    )


def write(document: Document) -> str:
    """The content of a document of the seed. What its script does is simulated, so the script says nothing."""
    parameters = {key: _written(each) for key, each in document.parameters.items()}
    windows = document.platforms == ("Windows",)
    step = {
        "action": "aws:runPowerShellScript" if windows else "aws:runShellScript",
        "name": document.plugin.removeprefix("aws:"),
        "inputs": {"timeoutSeconds": str(document.timeout_s), "runCommand": ["# simulated"]},
    }
    if windows:
        step["precondition"] = {"StringEquals": ["platformType", "Windows"]}
    content = {"schemaVersion": "2.2", "description": document.description}
    return json.dumps({**content, "parameters": parameters, "mainSteps": [step]}, indent=2)


def _problems(content: Json) -> Iterator[AwsError]:
    if content.get("schemaVersion") != "2.2":
        yield AwsError("InvalidDocumentSchemaVersion", "The version of the document schema is not supported.")
    steps = content.get("mainSteps")
    if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
        yield _invalid("A document needs mainSteps.")
        return
    for step in steps:
        if step.get("action") not in _PLUGINS or not isinstance(step.get("name"), str):
            yield _invalid("Each step needs a name and an action that is known.")
    parameters = content.get("parameters", {})
    if not isinstance(parameters, dict):
        yield _invalid("parameters is no object.")
        return
    for name, parameter in parameters.items():
        if not isinstance(parameter, dict) or parameter.get("type") not in _TYPES:
            yield _invalid(f"The parameter {name} has no type that is known.")
    unknown = set(content) - {"schemaVersion", "description", "parameters", "mainSteps", "variables", "files"}
    if unknown:
        yield _invalid(f"{min(unknown)} is not a member of a document.")


def _parameter(given: Json) -> Parameter:
    default = given.get("default")
    listed = given["type"] == "StringList"
    return Parameter(
        type="StringList" if listed else "String",
        description=given.get("description", ""),
        allowed=tuple(str(each) for each in given.get("allowedValues", ())),
        pattern=given.get("allowedPattern", ""),
        default=None if listed or default is None else str(default),
        defaults=tuple(default) if listed and default is not None else None,
    )


def _written(parameter: Parameter) -> Json:
    told: dict[str, Any] = {"type": parameter.type, "description": parameter.description}
    if parameter.allowed:
        told["allowedValues"] = list(parameter.allowed)
    if parameter.pattern:
        told["allowedPattern"] = parameter.pattern
    default = parameter.default if parameter.type == "String" else parameter.defaults
    return told if default is None else {**told, "default": default if isinstance(default, str) else list(default)}


def _timeout_s(step: Json) -> int:
    given = str(step.get("inputs", {}).get("timeoutSeconds", _USUAL_TIMEOUT_S))
    return int(given) if given.isdecimal() else _USUAL_TIMEOUT_S


def _invalid(why: str) -> AwsError:
    return AwsError("InvalidDocumentContent", f"The content for the document is not valid. {why}")
