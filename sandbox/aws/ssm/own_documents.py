"""CreateDocument, UpdateDocument, UpdateDocumentDefaultVersion and DescribeDocument; moto keeps the versions."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from moto.core.exceptions import ServiceException
from moto.ssm.models import Document as Kept
from moto.ssm.models import ssm_backends

from sandbox.aws.account import Account
from sandbox.aws.errors import AwsError
from sandbox.aws.seed.documents import Parameter
from sandbox.aws.ssm.content import parse, platforms
from sandbox.aws.ssm.library import amazon, command_document, own, plain_name

_RESERVED = ("aws", "amazon", "amzn")
Row = Mapping[str, Any]


def create_document(account: Account, params: Row) -> Row:
    """A new document; a Command one is read as strictly as it would be when it is sent."""
    name, kind, written = params["Name"], params.get("DocumentType", "Command"), params.get("DocumentFormat", "JSON")
    if name.lower().startswith(_RESERVED):
        raise AwsError("ValidationException", f"The document name {name} uses a reserved prefix.")
    if kind == "Command":
        parse(params["Content"], written)
    with _as_aws():
        ssm_backends[account.id][account.region].create_document(
            content=params["Content"],
            requires=params.get("Requires") or [],
            attachments=params.get("Attachments") or [],
            name=name,
            version_name=params.get("VersionName", ""),
            document_type=kind,
            document_format=written,
            target_type=params.get("TargetType", ""),
            tags=params.get("Tags") or [],
        )
    kept = own(account, name)
    return {"DocumentDescription": {**_described(account, kept), "Status": "Creating"}} if kept else {}


def update_document(account: Account, params: Row) -> Row:
    """A new version, which is not the default one until somebody says so."""
    name, written = params["Name"], params.get("DocumentFormat", "JSON")
    kept = own(account, name)
    if kept is None:
        raise AwsError("InvalidDocument", f"Document with name {name} does not exist.")
    if kept.document_type == "Command":
        parse(params["Content"], written)
    with _as_aws():
        ssm_backends[account.id][account.region].update_document(
            content=params["Content"],
            attachments=params.get("Attachments") or [],
            name=name,
            version_name=params.get("VersionName", ""),
            document_version=params.get("DocumentVersion", kept.document_version),
            document_format=written,
            target_type=params.get("TargetType", ""),
        )
    newest = own(account, name, "$LATEST")
    return {"DocumentDescription": {**_described(account, newest), "Status": "Updating"}} if newest else {}


def update_document_default_version(account: Account, params: Row) -> Row:
    """Make a version the default one."""
    name, version = params["Name"], params["DocumentVersion"]
    if own(account, name, version) is None:
        raise AwsError("InvalidDocument", f"Document with name {name} does not exist.")
    ssm_backends[account.id][account.region].update_document_default_version(name, version)
    return {"Description": {"Name": name, "DefaultVersion": version}}


def describe_document(account: Account, params: Row) -> Row:
    """One document without its content."""
    name, version = plain_name(account, params["Name"]), params.get("DocumentVersion")
    if amazon(name):
        return {"Document": _amazon(account, name, version)}
    kept = own(account, name, version)
    if kept is None:
        raise AwsError("InvalidDocument", f"Document with name {name} does not exist.")
    return {"Document": _described(account, kept)}


@contextmanager
def _as_aws() -> Iterator[None]:
    """What moto refuses, under the name it has there."""
    try:
        yield
    except ServiceException as error:
        raise AwsError(str(error.code), str(error.message)) from error


def _amazon(account: Account, name: str, version: str | None) -> Row:
    found = command_document(account, name, version)
    return {
        "Hash": found.sha256,
        "HashType": "Sha256",
        "Name": name,
        "Owner": "Amazon",
        "Status": "Active",
        "DocumentVersion": found.document.version,
        "LatestVersion": found.document.version,
        "DefaultVersion": found.document.version,
        "Description": found.document.description,
        "Parameters": [_parameter(key, each) for key, each in found.document.parameters.items()],
        "PlatformTypes": list(found.document.platforms),
        "DocumentType": "Command",
        "SchemaVersion": "2.2",
        "DocumentFormat": "JSON",
        "TargetType": "/",
    }


def _described(account: Account, kept: Kept) -> Row:
    versions = ssm_backends[account.id][account.region]._documents[kept.name]  # noqa: SLF001  moto has no other way
    told = {
        "Hash": kept.hash,
        "HashType": "Sha256",
        "Name": kept.name,
        "Owner": account.id,
        "CreatedDate": kept.created_date,
        "Status": "Active",
        "DocumentVersion": kept.document_version,
        "LatestVersion": versions.latest_version,
        "DefaultVersion": versions.default_version,
        "DocumentType": kept.document_type,
        "SchemaVersion": kept.schema_version,
        "DocumentFormat": kept.document_format,
        "Tags": _tags(account, kept.name),
    }
    optional = {"Description": kept.description, "VersionName": kept.version_name, "TargetType": kept.target_type}
    told.update({key: value for key, value in optional.items() if value})
    return {**told, **_of_command(account, kept)} if kept.document_type == "Command" else told


def _of_command(account: Account, kept: Kept) -> Row:
    document = command_document(account, kept.name, kept.document_version).document
    parameters = [_parameter(key, each) for key, each in document.parameters.items()]
    return {"Parameters": parameters, "PlatformTypes": list(platforms(parse(kept.content, kept.document_format)))}


def _parameter(name: str, parameter: Parameter) -> Row:
    told = {"Name": name, "Type": parameter.type, "Description": parameter.description}
    if parameter.defaults is not None:
        return {**told, "DefaultValue": json.dumps(list(parameter.defaults))}
    return told if parameter.default is None else {**told, "DefaultValue": parameter.default}


def _tags(account: Account, name: str) -> list[Row]:
    tags: Row = ssm_backends[account.id][account.region].list_tags_for_resource("Document", name)
    return [{"Key": key, "Value": value} for key, value in tags.items()]
